-- Which of its credentials a link has: whoever was refused with earlier ones says nothing of those there are now.
ALTER TABLE exchange_links
    ADD COLUMN generation integer NOT NULL DEFAULT 1 CHECK (generation > 0);
