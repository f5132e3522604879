-- How each trunk stands at each node, as its owner saw it last.
create table trunk_at_node (
    trunk_id uuid not null references trunk on delete cascade,
    node text not null,
    -- registered, unregistered or rejected; reachable, unreachable or unknown (nobody asks); refused by Asterisk
    state text not null,
    changed_at timestamptz not null,
    primary key (trunk_id, node)
);
