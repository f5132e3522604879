-- What callers of a number go through; calls begin with the active version.
create table flow (
    name text primary key,
    -- Null until the first activation.
    active_version integer,
    last_version integer not null default 0
);

-- The versions of a flow. They never change and never go: a call keeps the one with which it began.
create table flow_version (
    name text not null references flow,
    version integer not null,
    -- SHA-256 of the document as stored: the same content makes no second version in a row.
    hash text not null,
    -- json and not jsonb: kept as it was hashed.
    document json not null,
    created_at timestamptz not null,
    primary key (name, version)
);
alter table flow add constraint flow_active foreign key (name, active_version) references flow_version;

create function refuse_change() returns trigger language plpgsql as
$$ begin raise exception 'a version of a flow never changes'; end $$;
create trigger flow_version_never_changes before update or delete on flow_version
    for each row execute function refuse_change();

-- Opening hours, by name.
create table calendar (
    name text primary key,
    document json not null
);
