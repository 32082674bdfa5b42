-- Rules that call off all tasks of a name, or with a header, that were sent before them. Kept until they expire. Of two
-- about the same tasks the later one is kept. What a rule is not about is ''.
CREATE TABLE {prefix}messaging_revocations (
    task_name  text        NOT NULL,
    header     text        NOT NULL,
    value      text        NOT NULL,
    mode       text        NOT NULL,
    revoked_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    reason     text
);

CREATE UNIQUE INDEX {prefix}messaging_revocations_key
    ON {prefix}messaging_revocations (task_name, lower(header), value, mode);
