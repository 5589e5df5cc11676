/**
 * Asks the service worker whether notifications here show the picture, after a change where `choice` is given. A worker of its
 * own keeps that, because it shows them while the page is closed.
 */
export async function noticePicture(choice: boolean | null = null): Promise<boolean> {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<boolean>((resolve) => {
    port1.onmessage = ({ data }) => resolve(data as boolean);
  });
  active?.postMessage({ noticePicture: choice }, [port2]);
  return answer;
}
