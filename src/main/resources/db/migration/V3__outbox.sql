-- V3: mail that was promised inside a transaction and is sent after it. A row lives until its mail is handed over or given up; then it is deleted,
-- so that neither addresses nor contents are kept longer than they are needed.
CREATE TABLE outbox (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recipient   varchar(254) NOT NULL,
    -- For the log alone: the mail is written out already.
    template    varchar(64) NOT NULL,
    -- Subject and both parts, AES-256-GCM: a dump shows no code.
    sealed      bytea NOT NULL,
    -- Which secret key sealed it.
    key_id      integer NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT app_now(),
    -- From here on it is not sent any more; null: no such limit.
    not_after   timestamptz,
    tries       integer NOT NULL DEFAULT 0,
    -- Also the lease of the node that is sending it: pushed forward before, so that no other node takes it meanwhile.
    next_try_at timestamptz NOT NULL DEFAULT app_now()
);
-- Delivery asks for the one that has been due for longest. Every row waits, so a partial index would hold the same rows.
CREATE INDEX outbox_due ON outbox (next_try_at);
