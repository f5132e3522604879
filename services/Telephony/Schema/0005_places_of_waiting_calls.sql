-- What the caller of a waiting call may be told, as Routing said it last. Read when the caller is told something.
create table call_place (
    call_id uuid primary key references call on delete cascade,
    place jsonb not null,
    changed_at timestamptz not null
);
