-- V9: who else may say who somebody is: OpenID Connect providers and GitHub.

-- Whether somebody proved to read the address. Those that are stored came by a mailed code, but for the administrator's, which is configured.
ALTER TABLE users ADD COLUMN email_verified boolean NOT NULL DEFAULT false;
UPDATE users SET email_verified = true WHERE email IS NOT NULL AND NOT is_superuser;

CREATE TABLE social_account (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    -- The name in our configuration; that may change hands, so it identifies nobody.
    provider   varchar(40) NOT NULL,
    -- Who somebody is: the subject is unique within its issuer and is never given to another (OpenID Connect Core, section 2).
    issuer     varchar(500) NOT NULL,
    subject    varchar(255) NOT NULL,
    -- What the provider calls the person's address, verified or not: shown, and never compared.
    email      varchar(254),
    created_at timestamptz NOT NULL DEFAULT app_now(),
    UNIQUE (issuer, subject),
    UNIQUE (user_id, provider)
);

-- A sign-in that began here. The state, the client's secret, the nonce and the PKCE verifier are nowhere in it: only digests of the first two.
CREATE TABLE oauth_state (
    digest        bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
    secret_digest bytea NOT NULL CHECK (octet_length(secret_digest) = 32),
    provider      varchar(40) NOT NULL,
    -- Null: none was named, and the provider knows one.
    redirect_uri  varchar(2000),
    intent        varchar(10) NOT NULL CHECK (intent IN ('login', 'register', 'bind')),
    -- Who binds; null for the other intents.
    user_id       bigint REFERENCES users ON DELETE CASCADE,
    expires_at    timestamptz NOT NULL
);
CREATE INDEX oauth_state_by_expiry ON oauth_state (expires_at);
-- The cascade from users asks for it.
CREATE INDEX oauth_state_of_user ON oauth_state (user_id) WHERE user_id IS NOT NULL;

-- Codes and ID tokens that were brought here once: each works at most once, whatever its provider thinks.
CREATE TABLE oauth_spent (
    digest   bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
    spent_at timestamptz NOT NULL DEFAULT app_now()
);
CREATE INDEX oauth_spent_by_age ON oauth_spent (spent_at);
