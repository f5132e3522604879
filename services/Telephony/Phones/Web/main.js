// The agent's phone: signs in, checks the device, registers, shows the call and asks Telephony what to do with it.
import { Api, Refused } from './api.js';
import { Consulting } from './consulting.js';
import { measure } from './devices.js';
import { Shift } from './shift.js';
import { Softphone } from './softphone.js';
import { languageName, reason, speak, text } from './texts.js';

const lookMs = 1000;
const nodesMs = 5000;
const at = (id) => document.getElementById(id);
let api;
let phone;
let call = null;
let callId = null;
let obeyed = false;
let state = 'signed-out';
const shift = new Shift(fail);
const consulting = new Consulting(() => callId, fail, look);

function show(next = state) {
  state = next;
  document.body.dataset.state = state;
  at('state').textContent = text(`state.${state}`);
  for (const element of document.querySelectorAll('[data-in]')) {
    element.hidden = !element.dataset.in.split(' ').includes(state);
  }

  showCall();
}

function showCall() {
  const facts = call === null ? [] : [
    ['caller', phone?.caller],
    ['queue', call.queueName ?? call.queueId],
    ['waited', `${Math.round(call.queuedMs / 1000)} ${text('seconds')}`],
    ['callLanguage', languageName(call.language)],
    ['campaign', call.campaign],
    ...Object.entries(call.attributes),
    ['held', call.heldAt && text('yes')],
    ['muted', call.muted && text('yes')],
    ...consulting.facts(call),
  ];
  at('facts').replaceChildren(...facts.filter(([, value]) => value).flatMap(([name, value]) => {
    const [term, said] = [document.createElement('dt'), document.createElement('dd')];
    term.textContent = text(name);
    said.textContent = value;
    said.dataset.fact = name;
    return [term, said];
  }));
  consulting.show(call);
}

function fail(what) {
  at('fault').textContent = what;
}

/** Does it and shows why it could not be done. */
async function attempt(work) {
  fail('');
  try {
    return await work();
  } catch (refused) {
    if (!(refused instanceof Refused) && !(refused instanceof TypeError)) {
      throw refused;
    }

    fail(text('fault.refused') + reason(refused.message));
    return null;
  }
}

/** Goes on trying while the service or the network is away: a reload in a talk must not end it. */
async function patiently(work) {
  for (let left = 30; ; left -= 1) {
    let away = false;
    const done = await attempt(() => work().catch((fault) => {
      away = fault instanceof TypeError || fault.status >= 500;
      throw fault;
    }));
    if (done || !away || left === 0) {
      return done;
    }

    await new Promise((resume) => setTimeout(resume, 1000));
  }
}

async function signIn(token) {
  api = new Api(token);
  if (api.agentId === null) {
    signedOut();
    fail(text('fault.token'));
    return;
  }

  const library = await import('./jssip.js').catch(() => null);
  const account = library && await patiently(() => api.makePhone());
  if (!account) {
    signedOut();
    if (!library) {
      fail(text('fault.library'));
    }

    return;
  }

  sessionStorage.setItem('token', token);
  phone = new Softphone(library.default, account, at('far'));
  listen(phone);
  shift.begin(account.routingUri ? new Api(token, account.routingUri) : null);
  // After a reload the call comes first.
  if (sessionStorage.getItem('checked') || await check(account)) {
    await work();
  }

  at('check-again').onclick = async () => {
    if (await check(account)) {
      await work();
    }
  };
}

async function check(account) {
  show('checking');
  const measured = await measure(account);
  const result = await attempt(() => api.postCheck(measured));
  if (result?.passed) {
    sessionStorage.setItem('checked', 'yes');
    return true;
  }

  at('faults').replaceChildren(...(result?.faults ?? []).map((fault) => {
    const item = document.createElement('li');
    item.textContent = text(`fault.${fault}`);
    item.dataset.fault = fault;
    return item;
  }));
  show('check-failed');
  return false;
}

async function work() {
  show('connecting');
  // A call whose sound this page should have, and has not: it was loaded anew in the middle of it.
  call = await attempt(() => api.call());
  if (call?.phase === 'talking' && call.role === 'agent') {
    callId = phone.expected = call.callId;
    show('disconnected');
  }

  await consulting.begin(api);
  phone.start();
}

function listen(softphone) {
  softphone.addEventListener('registered', () => {
    if (state === 'connecting') {
      show('ready');
    }
  });
  softphone.addEventListener('lost', () => show(callId ? 'disconnected' : 'connecting'));
  softphone.addEventListener('ringing', ({ detail }) => {
    callId = detail;
    obeyed = false;
    consulting.begin(api);
    show('ringing');
    look();
  });
  softphone.addEventListener('talking', ({ detail }) => {
    callId = detail;
    show('talking');
    look();
  });
  softphone.addEventListener('ended', () => {
    callId = softphone.expected = call = null;
    show(softphone.isRegistered ? 'ready' : 'connecting');
  });
}

/** A node that is new, or has come back, may carry the next call. */
async function follow() {
  const working = () => ['connecting', 'ready', 'ringing', 'talking'].includes(state);
  const now = working() ? await api.phone().catch(() => null) : null;
  if (now?.hasAccount && working()) {
    phone.serve(now.nodes);
    phone.relay(now.turn);
  }
}

/** The call as Telephony has it. */
async function look() {
  const seen = await api.call().catch(() => null);
  if (callId !== null && (seen === null || seen.callId === callId)) {
    call = seen;
    showCall();
    if (state === 'ringing' && call?.answerAsked && !obeyed) {
      obeyed = true;
      phone.answer();
    }

    await consulting.look(callId);
  }
}

async function ask(action, more) {
  await attempt(() => api.control(callId, action, more));
  await look();
}

function signedOut() {
  sessionStorage.clear();
  shift.end();
  call = callId = null;
  show('signed-out');
}

at('sign-in').onsubmit = (submitted) => {
  submitted.preventDefault();
  const token = at('token').value.trim();
  at('token').value = '';
  signIn(token);
};
at('sign-out').onclick = async () => {
  phone?.stop();
  await attempt(() => api.removePhone());
  signedOut();
};
at('answer').onclick = () => phone.answer();
at('reject').onclick = () => phone.hangUp();
at('hang-up').onclick = () => (call?.role === 'agent' ? ask('hang-up') : phone.hangUp());
for (const button of document.querySelectorAll('[data-action]')) {
  button.onclick = () => ask(button.dataset.action);
}

at('language').onchange = () => {
  speak(at('language').value);
  shift.show();
  show();
};
setInterval(() => {
  if (callId !== null) {
    look();
  }
}, lookMs);
setInterval(follow, nodesMs);
at('language').value = speak();
show();
if (sessionStorage.getItem('token')) {
  signIn(sessionStorage.getItem('token'));
}
