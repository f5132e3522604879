create extension if not exists btree_gist;

alter table number
    -- Null: greeting and queue of the number itself.
    add column flow text references flow,
    -- What the number is advertised for.
    add column campaign text,
    -- The number leads there from valid_from on and until before valid_until; null for no bound.
    add column valid_from timestamptz,
    add column valid_until timestamptz;

-- The same digits may lead elsewhere at other times, never at the same.
alter table number drop constraint number_e164_key;
alter table number add constraint number_one_at_a_time
    exclude using gist (e164 with =, tstzrange(valid_from, valid_until) with &&);
