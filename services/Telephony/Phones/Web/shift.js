// What the agent does beside the call: the status they choose and the wrap-up. Routing's business, asked there.
import { Refused } from './api.js';
import { speaks, text } from './texts.js';

const lookMs = 2000;
const moreMs = 60000;
const statuses = ['available', 'break', 'offline'];
const at = (id) => document.getElementById(id);

export class Shift {
  #routing;
  #fail;
  #timer = null;
  #agent = null;
  #breaks = [];
  /** What the call can have been about, where its queue says so; of the assignment in the wrap-up. */
  #dispositions = [];
  #dispositionsOf = null;
  /** The agent has picked a status and not asked for it yet. */
  #picked = false;

  /** @param fail Shows why something could not be done. */
  constructor(fail) {
    this.#fail = fail;
    at('status').onchange = () => { this.#picked = true; };
    at('status-form').onsubmit = (submitted) => {
      submitted.preventDefault();
      this.#picked = false;
      const [status, breakName] = at('status').value.split(':');
      this.#do('PUT', `agents/${this.#routing.agentId}/status`,
        breakName ? { status, breakName: decodeURIComponent(breakName) } : { status });
    };
    at('wrap-up').onsubmit = (submitted) => {
      submitted.preventDefault();
      const field = at(this.#dispositions.length > 0 ? 'disposition-code' : 'disposition');
      const disposition = field.value.trim();
      field.value = '';
      this.#do('POST', `assignments/${this.#agent.assignment.id}/wrap-up`, { disposition });
    };
    at('wrap-up-more').onclick = () =>
      this.#do('POST', `assignments/${this.#agent.assignment.id}/wrap-up/extend`, { moreMs });
  }

  /** @param routing Routing by HTTP; null where browsers cannot reach it. */
  async begin(routing) {
    this.end();
    this.#routing = routing;
    if (routing) {
      this.#timer = setInterval(() => this.#look(), lookMs);
      this.#breaks = await routing.send('GET', 'breaks').catch(() => []);
      await this.#look();
    }
  }

  end() {
    clearInterval(this.#timer);
    this.#timer = this.#routing = this.#agent = null;
    this.#picked = false;
    this.show();
  }

  /** In the language of the page. */
  show() {
    const agent = this.#agent;
    at('shift').hidden = agent === null;
    const wrapUp = agent?.activity === 'wrap-up' ? agent.assignment : null;
    at('wrap-up').hidden = !wrapUp;
    this.#showDispositions();
    if (agent === null) {
      return;
    }

    const next = agent.nextStatus ? ` → ${this.#nameOf(agent.nextStatus, agent.nextBreakName)}` : '';
    at('status-now').textContent = this.#nameOf(agent.status, agent.breakName) + next;
    at('status-now').dataset.status = agent.status;
    at('status-now').dataset.next = agent.nextStatus ?? '';
    at('activity').textContent = text(`activity.${agent.activity}`);
    at('activity').dataset.activity = agent.activity;
    const until = wrapUp?.wrapUpUntilAt;
    at('wrap-up-until').textContent = until ? `${text('until')} ${new Date(until).toLocaleTimeString(speaks())}` : '';
    at('wrap-up-until').dataset.until = until ?? '';
    at('wrap-up-more').hidden = !(until && new Date(wrapUp.wrapUpMostUntilAt ?? 0) > new Date(until));
    this.#showChoices();
  }

  #showDispositions() {
    const listed = this.#dispositions.length > 0;
    // What is hidden is not asked for.
    for (const [id, shown] of [['disposition', !listed], ['disposition-code', listed]]) {
      at(id).disabled = !shown;
      at(id).closest('label').hidden = !shown;
    }

    const chosen = at('disposition-code').value;
    at('disposition-code').replaceChildren(new Option('', ''), ...this.#dispositions
      .map(({ code, textEn, textZh }) => new Option(speaks() === 'zh' ? textZh : textEn, code)));
    at('disposition-code').value = this.#dispositions.some(({ code }) => code === chosen) ? chosen : '';
  }

  #showChoices() {
    const breaks = this.#breaks.map(({ name }) => [`break:${encodeURIComponent(name)}`, this.#nameOf('break', name)]);
    const choices = [...statuses.map((status) => [status, this.#nameOf(status)]), ...breaks];
    const { status, breakName } = this.#agent;
    const present = breakName ? `break:${encodeURIComponent(breakName)}` : status;
    const shown = this.#picked ? at('status').value : present;
    at('status').replaceChildren(...choices.map(([value, name]) => new Option(name, value)));
    at('status').value = choices.some(([value]) => value === shown) ? shown : status;
  }

  #nameOf(status, breakName = null) {
    const named = breakName && this.#breaks.find(({ name }) => name === breakName);
    return named ? (speaks() === 'zh' ? named.textZh : named.textEn) : breakName ?? text(`status.${status}`);
  }

  async #look() {
    const routing = this.#routing;
    const agent = routing && await routing.send('GET', `agents/${routing.agentId}`).catch(() => null);
    const listed = await this.#list(routing, agent);
    // A choice under way may be open: what has not changed is not shown anew.
    if (agent && this.#routing === routing && (listed || JSON.stringify(agent) !== JSON.stringify(this.#agent))) {
      this.#agent = agent;
      this.show();
    }
  }

  /** True when what the call can have been about was asked anew. */
  async #list(routing, agent) {
    const { id, queueId } = (agent?.activity === 'wrap-up' && agent.assignment) || {};
    if (!id || id === this.#dispositionsOf) {
      return false;
    }

    const queue = await routing.send('GET', `queues/${queueId}`).catch((fault) => fault);
    // While Routing is away it is asked again; a call of an unknown queue can be about anything.
    if (queue instanceof Error && !(queue.status < 500)) {
      return false;
    }

    this.#dispositions = queue.plan?.dispositions ?? [];
    this.#dispositionsOf = id;
    return true;
  }

  async #do(method, path, body) {
    this.#fail('');
    try {
      await this.#routing.send(method, path, body);
    } catch (refused) {
      // The list may be another by now.
      this.#dispositionsOf = null;
      this.#fail(text('fault.refused') + (refused instanceof Refused ? refused.message : text('fault.no-routing')));
    }

    await this.#look();
  }
}
