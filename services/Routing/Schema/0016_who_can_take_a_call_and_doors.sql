-- Whether an agent who is available and idle can take a call: they respond, and their phone is online.
alter table figure_activity add column not_responding boolean not null default false;
alter table figure_activity add column phone_offline boolean not null default false;
alter table figure_activity add column phone_changed_at timestamptz;
update figure_activity s set phone_offline = true from agent a
where a.agent_id = s.agent_id and s.until_at is null and not a.phone_online;
-- Since when they have chosen and been doing that; absent in older rows, where it is since_at.
alter table figure_activity add column doing_since_at timestamptz;

-- A call that was refused at the door, or left by itself: what the reason alone does not tell.
alter table call_move add column detail text;
