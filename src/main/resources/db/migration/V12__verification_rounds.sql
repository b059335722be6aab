-- V12: a resend is noted by its request and done behind it, and the minute between two rounds of mails is kept for every address, whether or not a registration waits: no time tells which.

CREATE TABLE resend_wish (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email    varchar(254) NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT app_now()
);

CREATE TABLE verification_round (
    -- A keyed hash: strangers name addresses here that have nothing to do with us.
    address   char(64) PRIMARY KEY,
    mailed_at timestamptz NOT NULL
);

-- The sweep asks for the oldest.
CREATE INDEX verification_round_by_age ON verification_round (mailed_at);

COMMENT ON COLUMN registration.last_mailed_at IS 'Read by versions before V12, which may still run beside this one; to be dropped by the version after.';
