-- While Routing looks for an agent of a queue whom another agent asks first: how it names that search. Its orders about
-- the search are stored with the call.
alter table call add column consultation_id uuid;
create unique index call_consultation on call (consultation_id) where consultation_id is not null;

-- The search that an order is about; absent where it is about the call itself.
alter table call_order add column consultation_id uuid;
