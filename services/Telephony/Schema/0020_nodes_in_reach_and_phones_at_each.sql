alter table node
    -- Since when its owner does not reach it; null while it does, or while an older release owns it.
    add column unreached_at timestamptz,
    -- From when on phones should have registered there; null: for long.
    add column phones_expected_at timestamptz;

alter table phone
    -- What was said last: can be rung wherever a call may be.
    add column online boolean not null default false,
    -- A call could not ring it though it was said to be there.
    add column doubted_at timestamptz;

-- Phones that are set up know one node; by the next shift they have been set up anew.
update node set phones_expected_at = now() + interval '12 hours';
update phone p set online = exists (select from phone_reachable r where r.agent_id = p.agent_id);
