/**
 * Places in the two Kafka operations documents that mq's rules come from. `S0:L407` is line 407 of the first, a survey of Kafka's parts with
 * four case studies; `S2:Q33` is question 33 of the second, a list of questions and answers.
 */
export type DocumentPlace = `S0:L${number}` | `S2:Q${number}`;

/** As a reader would look it up: 'first operations document, line 407'. */
export function placeText(place: DocumentPlace): string {
  const number = place.slice(4);
  return place.startsWith('S0')
    ? `first operations document, line ${number}`
    : `second operations document, question ${number}`;
}
