// Every text of the page, in each language.
const texts = {
  en: {
    title: 'Phone', language: 'Language', token: 'Token', signIn: 'Sign in', signOut: 'Sign out', call: 'Call',
    answer: 'Answer', reject: 'Reject', hold: 'Hold', resume: 'Resume', mute: 'Mute', unmute: 'Unmute',
    hangUp: 'Hang up', to: 'Colleague or number', toQueue: 'Anybody of a queue', consult: 'Consult',
    complete: 'Hand over', swap: 'Swap', conference: 'Conference', cancel: 'End the consultation',
    checkAgain: 'Check again',
    caller: 'Caller', queue: 'Queue', waited: 'Waited', campaign: 'Campaign', callLanguage: 'Language of the call',
    shift: 'Status', status: 'New status', choose: 'Choose', wrapUp: 'Wrap-up', disposition: 'Reason of the call',
    done: 'Done', more: 'One minute more', until: 'until',
    'status.available': 'Available', 'status.break': 'Break', 'status.offline': 'Offline',
    'activity.idle': 'idle', 'activity.reserved': 'a call is coming', 'activity.ringing': 'a call rings',
    'activity.talking': 'in a call', 'activity.wrap-up': 'in the wrap-up',
    'third.seeking': 'being looked for; you and the caller hear music', 'third.ringing': 'their phone rings',
    'third.joining': 'being put through', 'third.consulting': 'with you; the caller hears music',
    'third.parked': 'waiting with music; you are with the caller', 'third.conference': 'all three of you talk',
    'third.transferred': 'with the caller', thirdQueue: 'Asked queue', thirdAgent: 'Colleague', sought: 'Looked for',
    askedBy: 'Asked by',
    held: 'On hold', muted: 'Muted', third: 'Third party', yes: 'yes', seconds: 's',
    'state.signed-out': 'Signed out', 'state.checking': 'Microphone, codecs and network are being checked',
    'state.check-failed': 'This device cannot take calls yet', 'state.connecting': 'Connecting to the switch',
    'state.ready': 'Ready for calls', 'state.ringing': 'A call', 'state.talking': 'In a call',
    'state.disconnected': 'Connecting to the call again',
    'fault.no-microphone': 'The microphone cannot be used.',
    'fault.silent-microphone': 'The microphone is silent: is it muted or too far away?',
    'fault.no-codec': 'The browser has neither Opus nor G.711.',
    'fault.no-network': 'The switch cannot be reached.',
    'fault.slow-network': 'The way to the switch takes too long.',
    'fault.token': 'This token is of no agent.', 'fault.library': 'The page was built without its SIP library.',
    'why.timeout': 'nobody was free in time.', 'why.closed': 'the queue is closed.',
    'why.unknown-queue': 'there is no such queue.', 'why.busy': 'they are on another call.',
    'why.no-answer': 'they did not answer.', 'why.rejected': 'they rejected the call.',
    'why.unreachable': 'they cannot be reached.', 'why.yourself': 'that is you.', 'why.failed': 'it failed.',
    'why.consulting': 'somebody is being consulted.', 'why.not-consulting': 'nobody is being consulted.',
    'why.under-way': 'the last request is still under way.', 'why.not-yours': 'the call is no longer yours.',
    'why.not-talking': 'nobody is talking.', 'why.ended': 'the call is over.',
    'why.talk-over': 'the talk is over.', 'why.caller-gone': 'the caller has hung up.', 'why.left': 'they hung up.',
    'why.not-ringing': 'no phone rings.', 'why.collecting': 'the caller is entering digits.',
    'why.disconnected': 'your phone is not connected.', 'why.declined': 'it was declined.',
    'why.cancelled': 'it was ended before.', 'why.not-permitted': 'this number may not be dialled.',
    'why.no-trunk': 'no line leads to this number.', 'why.over-limit': 'all lines are taken.',
    'fault.nobody': 'Nobody was put through: ', 'fault.refused': 'Refused: ',
    'fault.no-routing': 'the service cannot be reached.',
  },
  zh: {
    title: '电话', language: '语言', token: '令牌', signIn: '登录', signOut: '退出', call: '通话',
    answer: '接听', reject: '拒接', hold: '保持', resume: '恢复', mute: '静音', unmute: '取消静音',
    hangUp: '挂断', to: '同事或号码', toQueue: '队列中任一坐席', consult: '咨询', complete: '转交', swap: '切换',
    conference: '会议', cancel: '结束咨询', checkAgain: '重新检测',
    caller: '来电号码', queue: '队列', waited: '等待', campaign: '活动', callLanguage: '通话语言',
    shift: '状态', status: '新状态', choose: '选择', wrapUp: '话后处理', disposition: '来电原因',
    done: '完成', more: '延长一分钟', until: '至',
    'status.available': '可接听', 'status.break': '小休', 'status.offline': '离线',
    'activity.idle': '空闲', 'activity.reserved': '即将来电', 'activity.ringing': '振铃中',
    'activity.talking': '通话中', 'activity.wrap-up': '话后处理中',
    'third.seeking': '正在寻找坐席，您和来电者听到音乐', 'third.ringing': '对方电话振铃中',
    'third.joining': '正在接通', 'third.consulting': '与您通话中，来电者听到音乐',
    'third.parked': '听音乐等待中，您与来电者通话', 'third.conference': '三方通话中',
    'third.transferred': '与来电者通话中', thirdQueue: '咨询的队列', thirdAgent: '同事', sought: '寻找',
    askedBy: '咨询人',
    held: '保持中', muted: '已静音', third: '第三方', yes: '是', seconds: '秒',
    'state.signed-out': '未登录', 'state.checking': '正在检测麦克风、编解码和网络',
    'state.check-failed': '此设备暂时不能接听电话', 'state.connecting': '正在连接交换机',
    'state.ready': '可以接听', 'state.ringing': '来电', 'state.talking': '通话中',
    'state.disconnected': '正在恢复通话',
    'fault.no-microphone': '无法使用麦克风。',
    'fault.silent-microphone': '麦克风没有声音：是否静音或离得太远？',
    'fault.no-codec': '浏览器既不支持 Opus 也不支持 G.711。',
    'fault.no-network': '无法连接交换机。',
    'fault.slow-network': '到交换机的网络太慢。',
    'fault.token': '此令牌不属于任何坐席。', 'fault.library': '页面构建时缺少 SIP 库。',
    'why.timeout': '规定时间内无人空闲。', 'why.closed': '该队列已关闭。',
    'why.unknown-queue': '没有此队列。', 'why.busy': '对方正在通话。',
    'why.no-answer': '对方未接听。', 'why.rejected': '对方拒接。',
    'why.unreachable': '无法接通对方。', 'why.yourself': '不能选择自己。', 'why.failed': '操作失败。',
    'why.consulting': '正在咨询他人。', 'why.not-consulting': '当前没有咨询。',
    'why.under-way': '上一个操作仍在进行。', 'why.not-yours': '此通话已不属于您。',
    'why.not-talking': '当前没有通话。', 'why.ended': '通话已结束。',
    'why.talk-over': '通话已结束。', 'why.caller-gone': '来电者已挂断。', 'why.left': '对方已挂断。',
    'why.not-ringing': '当前没有振铃。', 'why.collecting': '来电者正在输入数字。',
    'why.disconnected': '您的电话未连接。', 'why.declined': '对方已谢绝。',
    'why.cancelled': '操作已取消。', 'why.not-permitted': '不允许拨打此号码。',
    'why.no-trunk': '没有可用线路拨打此号码。', 'why.over-limit': '线路已占满。',
    'fault.nobody': '未能接通：', 'fault.refused': '被拒绝：', 'fault.no-routing': '无法连接服务。',
  },
};

let language = navigator.language.startsWith('zh') ? 'zh' : 'en';

export const text = (key) => texts[language][key] ?? key;

/** Why something was refused, in the words of the page where it has any. */
export const reason = (why) => texts[language][`why.${why}`] ?? why;

export const speaks = () => language;

/** The name of a language in the language of the page; what is none is shown as it is. */
export function languageName(tag) {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(tag);
  } catch {
    return tag;
  }
}

/** Shows all texts of the page in that language. */
export function speak(wanted = language) {
  language = texts[wanted] ? wanted : 'en';
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = text(element.dataset.text);
  }

  return language;
}
