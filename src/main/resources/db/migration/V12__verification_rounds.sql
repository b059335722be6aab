-- V12: when an address was last written to about a registration, whether or not one waits for it: the minute between two rounds of mails is the same for all.

CREATE TABLE verification_round (
    -- A keyed hash: strangers name addresses here that have nothing to do with us.
    address   char(64) PRIMARY KEY,
    mailed_at timestamptz NOT NULL
);

-- The sweep asks for the oldest.
CREATE INDEX verification_round_by_age ON verification_round (mailed_at);

COMMENT ON COLUMN registration.last_mailed_at IS 'Read by versions before V12, which may still run beside this one; to be dropped by the version after.';
