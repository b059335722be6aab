-- V7: who has registered and not yet typed the code that was mailed.

CREATE TABLE registration (
    -- Random, below 2^53: it is answered to strangers as a JSON number, and a sequence would tell them how many register.
    id             bigint PRIMARY KEY CHECK (id > 0 AND id < 9007199254740992),
    username       varchar(150) NOT NULL,
    -- As in users, but not unique: whoever registers an address first has not proven it.
    email          varchar(254) NOT NULL,
    password       varchar(500) NOT NULL,
    -- The invitation to use up at the end; null: none was given. No foreign key: one that was deleted meanwhile can't be used, and that is to be said.
    invitation_id  bigint,
    created_at     timestamptz NOT NULL DEFAULT app_now(),
    -- The code's own expiry, and that of the hold on the name.
    expires_at     timestamptz NOT NULL,
    last_mailed_at timestamptz NOT NULL DEFAULT app_now()
);

-- Every call asks for those of one address.
CREATE INDEX registration_of_address ON registration (email);
-- The sweeps ask for the oldest.
CREATE INDEX registration_by_expiry ON registration (expires_at);
CREATE INDEX name_claim_held ON name_claim (held_until) WHERE held_until IS NOT NULL;
