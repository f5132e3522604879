-- Trunks of providers. A removed one leaves its row without anything, so that every node forgets it.
create table trunk (
    trunk_id uuid primary key,
    -- In the order of ranks they are tried.
    rank integer not null default 0,
    -- All but the password, as JSON; null once it is removed.
    settings jsonb,
    -- Asterisk needs it again after a restart; nobody else is ever told.
    password text,
    revision bigint not null default 0
);
create index trunk_by_revision on trunk (revision);

-- The counter behind trunk.revision: its row lock makes revisions commit in order.
create table trunk_revision (value bigint not null);
insert into trunk_revision (value) values (0);

-- What is dialled through a trunk, until the leg has gone; kept for seconds longer to count how many begin.
create table trunk_leg (
    leg text primary key,
    trunk_id uuid not null references trunk on delete cascade,
    node text not null,
    began_at timestamptz not null,
    ended_at timestamptz
);
create index trunk_leg_trunk on trunk_leg (trunk_id);
create index trunk_leg_node on trunk_leg (node);

-- Which role may dial which numbers, and through which trunks.
create table dial_permission (
    permission_id uuid primary key,
    role text not null,
    prefixes text[] not null,
    -- Empty: through any.
    trunk_ids uuid[] not null default '{}'
);

alter table node
    -- The last revision of a trunk that was pushed to it.
    add column trunk_revision bigint not null default 0,
    -- Since when it gets no new calls; null while it does.
    add column drained_at timestamptz;
