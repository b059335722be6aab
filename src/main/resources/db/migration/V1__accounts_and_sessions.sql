-- V1: people, their names, their sessions, and the deployments that end them.

-- The one clock that decides every expiry. Tests replace this function to move it; nothing else does.
CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()';

CREATE TABLE users (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    username           varchar(150) NOT NULL,
    -- Folded by the program: SQL's lower() depends on the database's locale.
    username_folded    varchar(150) NOT NULL UNIQUE,
    -- Trimmed and lower-cased by the program; null for a person whom an OAuth provider gave none.
    email              varchar(254) UNIQUE,
    -- A PHC string or the earlier system's pbkdf2 form; null for a person who signs in through a provider only.
    password           varchar(500),
    -- Raised by every change of the password: a sign-in that was checked against an older version mints nothing.
    credential_version bigint NOT NULL DEFAULT 1,
    is_active          boolean NOT NULL DEFAULT true,
    is_staff           boolean NOT NULL DEFAULT false,
    is_superuser       boolean NOT NULL DEFAULT false,
    first_name         varchar(150) NOT NULL DEFAULT '',
    last_name          varchar(150) NOT NULL DEFAULT '',
    created_at         timestamptz NOT NULL DEFAULT app_now()
);

-- What a person chose; apart from users, whose rows every sign-in locks.
CREATE TABLE profile (
    user_id                 bigint PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    motto                   varchar(100) NOT NULL DEFAULT '',
    social_link             varchar(2000) NOT NULL DEFAULT '',
    editor_mode             varchar(1) NOT NULL DEFAULT 'P' CHECK (editor_mode IN ('G', 'B', 'P')),
    theme_preset            varchar(32) NOT NULL DEFAULT 'teal',
    theme_mode              varchar(1) NOT NULL DEFAULT 'S' CHECK (theme_mode IN ('S', 'L', 'D')),
    -- Null: the public URL of the server with /api/v1, whatever that is today.
    api_base_url            varchar(2000),
    app_settings            jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(app_settings) = 'object'),
    app_settings_updated_at timestamptz
);

-- A picture's name is unguessable and changes with the picture: whoever has the name may fetch it.
CREATE TABLE avatar (
    user_id    bigint PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    name       uuid NOT NULL UNIQUE,
    media_type varchar(20) NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg')),
    content    bytea NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT app_now()
);

-- A name belongs to a person or, until it expires, to a pending registration; no unique index spans two tables, so the claim is a row of its own.
CREATE TABLE name_claim (
    folded          varchar(150) PRIMARY KEY,
    user_id         bigint UNIQUE REFERENCES users ON DELETE CASCADE,
    registration_id bigint UNIQUE,
    held_until      timestamptz,
    CHECK (num_nonnulls(user_id, registration_id) = 1),
    CHECK ((registration_id IS NULL) = (held_until IS NULL))
);

CREATE TABLE session (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- SHA-256 of the key; the key itself is never stored.
    key_digest       bytea NOT NULL UNIQUE CHECK (octet_length(key_digest) = 32),
    user_id          bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    device_label     varchar(120) NOT NULL,
    user_agent       varchar(512) NOT NULL,
    -- Keyed hash of the client's address, and which key made it.
    client_hash      bytea NOT NULL CHECK (octet_length(client_hash) = 32),
    client_hash_key  integer NOT NULL,
    origin           varchar(64) NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT app_now(),
    last_seen_at     timestamptz NOT NULL DEFAULT app_now(),
    authenticated_at timestamptz NOT NULL DEFAULT app_now(),
    revoked_at       timestamptz,
    ended_reason     varchar(32),
    -- The session that ended this one; no foreign key, for that one may be swept first.
    ended_by         bigint,
    CHECK ((revoked_at IS NULL) = (ended_reason IS NULL))
) WITH (fillfactor = 50); -- room for every row of a page once more: a touch is a HOT update and costs no index entry, also when all are touched at once

-- The list and revoke-all ask for one person's living sessions. last_seen_at stays out of every index.
CREATE INDEX session_living_of_user ON session (user_id) WHERE revoked_at IS NULL;
-- The sweep asks for the oldest of either kind.
CREATE INDEX session_living_by_age ON session (created_at) WHERE revoked_at IS NULL;
CREATE INDEX session_ended_by_age ON session (revoked_at) WHERE revoked_at IS NOT NULL;
-- Is this address known from one of the person's sessions? (A lockout must not keep such a person out.)
CREATE INDEX session_user_client ON session (user_id, client_hash);

-- Deactivating a person, also by hand in SQL, ends the person's sessions. Reactivation brings none of them back.
CREATE FUNCTION end_sessions_of_deactivated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE session SET revoked_at = app_now(), ended_reason = 'deactivated'
     WHERE user_id = NEW.id AND revoked_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER users_deactivated AFTER UPDATE OF is_active ON users
    FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active) EXECUTE FUNCTION end_sessions_of_deactivated();

-- Every roll-out that was ever seen; its first sight ends all sessions, and going back to it does not.
CREATE TABLE deployment (
    id             varchar(200) PRIMARY KEY,
    first_seen_at  timestamptz NOT NULL DEFAULT app_now(),
    ended_sessions bigint NOT NULL
);

-- Which secret key made the keyed hashes in this database: its fingerprint, never the key.
CREATE TABLE server_key (
    id            integer PRIMARY KEY,
    fingerprint   bytea NOT NULL UNIQUE CHECK (octet_length(fingerprint) = 32),
    first_seen_at timestamptz NOT NULL DEFAULT app_now()
);
