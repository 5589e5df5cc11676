import { didYouMean } from '../core/did-you-mean.js';
import { Refusal } from '../core/errors.js';

/**
 * Action of the verb that was typed after a command.
 * @throws {Refusal} `usage`, with the verb that was probably meant and the command's help
 */
export function actionOf<A>(actions: Record<string, A>, verb: string, what: string, help: string): A {
  const action = Object.hasOwn(actions, verb) ? actions[verb] : undefined;
  if (action !== undefined) return action;
  const meant = didYouMean(verb, Object.keys(actions));
  throw new Refusal('usage', `"${verb}" is not something to do with ${what}${meant}\n\n${help}`);
}
