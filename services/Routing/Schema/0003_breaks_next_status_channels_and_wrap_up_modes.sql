-- The breaks that agents may name, with what is shown for them. A removed one may still be read on old events.
create table break (
  name text primary key,
  text_en text not null,
  text_zh text not null
);
insert into break (name, text_en, text_zh) values
  ('lunch', 'Lunch', '午餐'),
  ('rest', 'Short rest', '小休'),
  ('meeting', 'Meeting', '会议'),
  ('training', 'Training', '培训');

-- The name of the break that the agent chose, if any.
alter table agent add column break_name text;
-- What the agent chose for when the work in hand is done.
alter table agent add column next_status text check (next_status in ('break', 'offline'));
alter table agent add column next_break_name text;
-- Rings in a row that the agent let pass; an answer begins anew.
alter table agent add column missed_rings integer not null default 0;
-- Since when, and after what, the agent counts as not responding: until they return or choose a status.
alter table agent add column not_responding_at timestamptz;
alter table agent add column not_responding_reason text;
-- How much the agent takes of each channel at a time, in the order voice, video, chat, task.
alter table agent add column capacity smallint[] not null default '{1,1,3,5}';
-- How much of it they hold. Voice and video have the agent alone: those are the activity, and stay 0 here.
alter table agent add column held smallint[] not null default '{0,0,0,0}';
-- The channels that the agent lets be interrupted by more urgent ones.
alter table agent add column interruptible text[] not null default '{}';

alter table waiting_call add column channel text not null default 'voice';

alter table assignment add column channel text not null default 'voice';
-- How the work after the call ends, as its queue said at the release; absent before it.
alter table assignment add column wrap_up_mode text;
-- The latest instant to which the agent may put off the end of that work.
alter table assignment add column wrap_up_most_until_at timestamptz;

-- none, optional, timed, mandatory or extended.
alter table queue add column wrap_up_mode text not null default 'optional';
-- The longest wrap-up with everything that the agent asked for; of a mandatory one without disposition.
alter table queue add column wrap_up_most_ms integer not null default 1800000;

-- Voice and video have an agent alone: one live assignment of both at a time, whatever the code believes.
drop index assignment_one_per_agent;
create unique index assignment_one_per_agent on assignment (agent_id)
  where state in ('pending', 'accepted') and channel in ('voice', 'video');
-- What else an agent holds.
create index assignment_shared on assignment (agent_id)
  where state in ('pending', 'accepted') and channel not in ('voice', 'video');
