-- V4: how often something was tried of late, shared by all nodes. A bucket is one point in time: when it will be full again if nothing more is taken.

CREATE TABLE limit_bucket (
    -- Keyed hash of the limit's name and of whom it counts: no address or e-mail is readable here.
    id      bytea PRIMARY KEY CHECK (octet_length(id) = 32),
    -- In the past: the bucket is full, and the row says no more than a missing one. The sweep takes it.
    full_at timestamptz NOT NULL
) WITH (fillfactor = 70); -- full_at stays out of every index, so that a take is a HOT update
