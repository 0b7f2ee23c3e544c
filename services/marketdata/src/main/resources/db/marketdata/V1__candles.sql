-- Candles that are over, as the exchanges told them; and seconds built from trades where an exchange tells none.
CREATE TABLE marketdata.candle_series (
    id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    exchange    varchar(20) NOT NULL,
    instrument  varchar(80) NOT NULL,
    width       varchar(4) NOT NULL,
    UNIQUE (exchange, instrument, width)
);

-- What an exchange was asked for and told whole: where no candle stands in it, there is none.
CREATE TABLE marketdata.candle_spans (
    series      integer NOT NULL REFERENCES marketdata.candle_series (id),
    from_time   timestamptz NOT NULL,
    to_time     timestamptz NOT NULL CHECK (to_time > from_time),
    PRIMARY KEY (series, from_time)
);

-- Three tables, because they are kept for different times: what is too old is dropped as a whole partition. Partitions come as candles need them.
CREATE TABLE marketdata.candles_of_seconds (
    series      integer NOT NULL,
    open_time   timestamptz NOT NULL,
    open        numeric NOT NULL,
    high        numeric NOT NULL,
    low         numeric NOT NULL,
    close       numeric NOT NULL,
    volume      numeric NOT NULL,
    -- Whether the exchange said so; ours never replace its own.
    told        boolean NOT NULL,
    PRIMARY KEY (series, open_time)
) PARTITION BY RANGE (open_time);

CREATE TABLE marketdata.candles_of_minutes
    (LIKE marketdata.candles_of_seconds INCLUDING ALL) PARTITION BY RANGE (open_time);

CREATE TABLE marketdata.candles_of_hours
    (LIKE marketdata.candles_of_seconds INCLUDING ALL) PARTITION BY RANGE (open_time);
