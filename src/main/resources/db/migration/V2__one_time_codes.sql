-- V2: the codes that mails carry, and how often each person tried one.

CREATE TABLE one_time_code (
    -- user:17 or registration:123. No foreign key: two tables stand behind it, and the sweep takes what outlives them.
    subject    varchar(80) NOT NULL,
    purpose    varchar(20) NOT NULL,
    -- Keyed: whoever reads this table can't hash a million codes. The key's id says which server key made it.
    digest     bytea NOT NULL CHECK (octet_length(digest) = 32),
    key_id     integer NOT NULL,
    tries      smallint NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
    expires_at timestamptz NOT NULL,
    spent_at   timestamptz,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    -- One row for each: a new code ends the earlier one by taking its place.
    PRIMARY KEY (subject, purpose)
);

-- The sweep asks for the oldest.
CREATE INDEX one_time_code_by_expiry ON one_time_code (expires_at);

-- The time of each try of the last 24 hours, at most a hundred: an exact sliding window, however many codes were issued.
-- The person is user:17 or the keyed hash of an address, known or not.
CREATE TABLE code_budget (
    person        varchar(80) NOT NULL,
    purpose       varchar(20) NOT NULL,
    tried_at      timestamptz[] NOT NULL CHECK (cardinality(tried_at) BETWEEN 1 AND 100),
    last_tried_at timestamptz NOT NULL,
    PRIMARY KEY (person, purpose)
);

CREATE INDEX code_budget_by_last_try ON code_budget (last_tried_at);
