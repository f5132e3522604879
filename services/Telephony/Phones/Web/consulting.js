// Whom an agent asks first: a colleague, a number, or any agent of a queue, whom Routing finds.
import { Refused } from './api.js';
import { reason, speaks, text } from './texts.js';

const at = (id) => document.getElementById(id);

export class Consulting {
  #api;
  #fail;
  #colleagues = [];
  /** What was asked and is under way: Routing may look for minutes. */
  #controlId = null;
  #callId = null;

  /**
   * @param callOf The id of the present call.
   * @param fail Shows why something could not be done.
   * @param look Shows the call as it is now.
   */
  constructor(callOf, fail, look) {
    this.#fail = fail;
    const ask = async (target) => {
      fail('');
      this.#callId = callOf();
      try {
        this.#note(await this.#api.control(this.#callId, 'consult', target));
      } catch (fault) {
        this.#tell(fault);
      }

      await look();
    };
    at('consult').onsubmit = (submitted) => {
      submitted.preventDefault();
      const to = at('to').value.trim();
      ask(to.startsWith('+') ? { number: to } : { agentId: to });
    };
    at('consult-queue').onsubmit = (submitted) => {
      submitted.preventDefault();
      ask({ queueId: at('queue').value });
    };
  }

  /** Whom there is to ask: colleagues and queues come and go in a shift. */
  async begin(api) {
    this.#api = api;
    const [colleagues, queues] =
      await Promise.all([api.colleagues(), api.queues()].map((asked) => asked.catch(() => [])));
    this.#colleagues = colleagues;
    at('colleagues').replaceChildren(...colleagues.filter(({ agentId }) => agentId !== api.agentId)
      .map(({ agentId }) => new Option(this.#nameOf(agentId), agentId)));
    at('queue').replaceChildren(...queues.map(({ queueId, name }) => new Option(name, queueId)));
  }

  /** What is shown of it beside the call. */
  facts(call) {
    const mine = call.role === 'agent' && call.thirdParty;
    const until = call.soughtUntilAt && new Date(call.soughtUntilAt).toLocaleTimeString(speaks());
    return [
      ['third', mine && text(`third.${call.thirdParty}`)],
      ['thirdQueue', mine && call.thirdQueueId && (call.thirdQueueName ?? call.thirdQueueId)],
      ['thirdAgent', mine && this.#nameOf(call.thirdAgentId)],
      ['sought', mine && until && `${text('until')} ${until}`],
      ['askedBy', this.#nameOf(call.askedByAgentId)],
    ];
  }

  /** What can be asked now. */
  show(call) {
    const third = call?.role === 'agent' ? call.thirdParty ?? 'nobody' : '';
    for (const element of document.querySelectorAll('[data-third]')) {
      element.disabled = !element.dataset.third.split(' ').includes(third);
    }
  }

  /** What became of what is under way; nothing is when another call is the present one. */
  async look(callId) {
    if (this.#callId !== callId) {
      this.#controlId = null;
    }

    if (this.#controlId === null) {
      return;
    }

    try {
      this.#note(await this.#api.controlled(callId, this.#controlId));
    } catch (fault) {
      // While the service is away it is asked again.
      if (fault.status < 500) {
        this.#controlId = null;
        this.#tell(fault);
      }
    }
  }

  #note({ controlId, outcome }) {
    this.#controlId = outcome ? null : controlId;
  }

  #tell(fault) {
    if (!(fault instanceof Refused) && !(fault instanceof TypeError)) {
      throw fault;
    }

    if (fault.message !== 'cancelled') {
      this.#fail(text('fault.nobody') + reason(fault.message));
    }
  }

  #nameOf(agentId) {
    const colleague = agentId && this.#colleagues.find((one) => one.agentId === agentId);
    return colleague ? `${colleague.name} ${colleague.number}` : agentId;
  }
}
