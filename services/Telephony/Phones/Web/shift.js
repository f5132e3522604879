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

  /** @param fail Shows why something could not be done. */
  constructor(fail) {
    this.#fail = fail;
    at('status-form').onsubmit = (submitted) => {
      submitted.preventDefault();
      const [status, breakName] = at('status').value.split(':');
      this.#do('PUT', `agents/${this.#routing.agentId}/status`,
        breakName ? { status, breakName: decodeURIComponent(breakName) } : { status });
    };
    at('wrap-up').onsubmit = (submitted) => {
      submitted.preventDefault();
      const disposition = at('disposition').value.trim();
      at('disposition').value = '';
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
    this.show();
  }

  /** In the language of the page. */
  show() {
    const agent = this.#agent;
    at('shift').hidden = agent === null;
    const wrapUp = agent?.activity === 'wrap-up' ? agent.assignment : null;
    at('wrap-up').hidden = !wrapUp;
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

  #showChoices() {
    const breaks = this.#breaks.map(({ name }) => [`break:${encodeURIComponent(name)}`, this.#nameOf('break', name)]);
    const choices = [...statuses.map((status) => [status, this.#nameOf(status)]), ...breaks];
    const chosen = at('status').value;
    at('status').replaceChildren(...choices.map(([value, name]) => new Option(name, value)));
    at('status').value = choices.some(([value]) => value === chosen) ? chosen : this.#agent.status;
  }

  #nameOf(status, breakName = null) {
    const named = breakName && this.#breaks.find(({ name }) => name === breakName);
    return named ? (speaks() === 'zh' ? named.textZh : named.textEn) : breakName ?? text(`status.${status}`);
  }

  async #look() {
    const routing = this.#routing;
    const agent = routing && await routing.send('GET', `agents/${routing.agentId}`).catch(() => null);
    // A choice under way may be open: what has not changed is not shown anew.
    if (agent && this.#routing === routing && JSON.stringify(agent) !== JSON.stringify(this.#agent)) {
      this.#agent = agent;
      this.show();
    }
  }

  async #do(method, path, body) {
    this.#fail('');
    try {
      await this.#routing.send(method, path, body);
    } catch (refused) {
      this.#fail(text('fault.refused') + (refused instanceof Refused ? refused.message : text('fault.no-routing')));
    }

    await this.#look();
  }
}
