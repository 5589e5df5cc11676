/** Topics, good and bad. */
import { BURST, BURST_TOPIC, CAMERA, type Vector } from './vector.js';

export function topics(): Vector[] {
  const good = [
    [`${CAMERA}/availability`, 'availability camera=porch'],
    [`${CAMERA}/state`, 'state camera=porch'],
    [`${CAMERA}/preview`, 'preview camera=porch'],
    [`${BURST_TOPIC}/frame/0`, `frame camera=porch burst=${BURST} index=0`],
    [`${BURST_TOPIC}/frame/19`, `frame camera=porch burst=${BURST} index=19`],
    [`${BURST_TOPIC}/frame/20`, `frame camera=porch burst=${BURST} index=20`],
    [`${BURST_TOPIC}/manifest`, `manifest camera=porch burst=${BURST}`],
    [`${BURST_TOPIC}/ack`, `ack camera=porch burst=${BURST}`],
    [`${CAMERA}/request/capture`, 'request camera=porch verb=capture'],
    [`${CAMERA}/request/explode`, 'request camera=porch verb=explode'],
    [`${CAMERA}/response/time`, 'response camera=porch verb=time'],
    ['petcam/bridge/state', 'bridge name=state'],
    ['petcam/bridge/info', 'bridge name=info'],
    [`petcam/${'a'.repeat(32)}/state`, `state camera=${'a'.repeat(32)}`],
  ];
  const bad = [
    'petcam',
    'petcam/porch',
    'petcam/Porch/state',
    'petcam/hub/state',
    `petcam/${'a'.repeat(33)}/state`,
    `${CAMERA}/weather`,
    `${CAMERA}/state/`,
    `${BURST_TOPIC}/frame/01`,
    `${BURST_TOPIC}/frame/-1`,
    `${BURST_TOPIC}/frame/1/2`,
    `${CAMERA}/burst/${'b'.repeat(33)}/manifest`,
    `${CAMERA}/burst/b.b/ack`,
    'petcam/bridge/config',
  ];
  const line = (topic: string, expect: string, at: number): Vector => ({
    name: `topic-${String(at).padStart(2, '0')}`,
    topic,
    payload: null,
    expect,
  });
  return [
    ...good.map(([topic, expect]) => [topic, expect]),
    ...bad.map((topic) => [topic, 'topic-invalid']),
  ].map(([topic = '', expect = ''], at) => line(topic, expect, at));
}
