-- V5: who may register while registration is by invitation, and the keys that programs of a person bring.

-- As soon as one row exists, registration needs a code.
CREATE TABLE invitation (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    label       varchar(100) NOT NULL DEFAULT '',
    -- SHA-256 of the code, which was shown once.
    code_digest bytea NOT NULL UNIQUE CHECK (octet_length(code_digest) = 32),
    max_uses    integer NOT NULL CHECK (max_uses > 0),
    uses        integer NOT NULL DEFAULT 0 CHECK (uses >= 0),
    -- Null: it does not expire.
    expires_at  timestamptz,
    -- Null: that person is gone.
    created_by  bigint REFERENCES users ON DELETE SET NULL,
    created_at  timestamptz NOT NULL DEFAULT app_now(),
    -- The conditional update counts right; should another one ever not, the database says no.
    CHECK (uses <= max_uses)
);

CREATE TABLE api_key (
    -- Changes with the key: whoever came by an earlier key is not taken for a caller by this one.
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id      bigint NOT NULL UNIQUE REFERENCES users ON DELETE CASCADE,
    -- SHA-256 of the key, which was shown once.
    digest       bytea NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
    -- What the settings show, so that a person knows which key it is.
    prefix       varchar(8) NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT app_now(),
    -- To the minute; null: never used.
    last_used_at timestamptz
);
