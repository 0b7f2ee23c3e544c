-- Every change of which links are active, of their credentials and of what a key may do raises this number in its
-- own transaction, so that one cheap question tells a node whether another one changed any.
CREATE TABLE link_changes (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    number   bigint NOT NULL
);

INSERT INTO link_changes (number) VALUES (0);

CREATE FUNCTION count_link_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts.link_changes SET number = number + 1;
    RETURN NULL;
END
$$;

CREATE TRIGGER count_link_change
    AFTER INSERT OR DELETE OR UPDATE OF status, generation, key_trades ON exchange_links
    FOR EACH STATEMENT EXECUTE FUNCTION count_link_change();
