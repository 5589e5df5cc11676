import { useId, useState } from 'preact/hooks';
import { type FlashBoard, type FlashList, forgetFlashImage, giveFlashImage } from '../api/flash-calls.js';
import { useBusy } from '../components/busy.js';
import { announce } from '../components/notices.js';
import { sayFlashFault, useFlashWords } from './flash-words.js';

/** Boards with their images, and what a choice does. */
export interface FlashChooseProps {
  list: FlashList;
  refresh: () => Promise<void>;
  onStart: (board: FlashBoard) => void;
}

/** First page: which board it is, and an image for it. */
export function FlashChoose({ list, refresh, onStart }: FlashChooseProps) {
  const { flash } = useFlashWords();
  const [id, setId] = useState<string | null>(null);
  const chosen = list.boards.find((board) => board.id === id);
  const ready = chosen !== undefined && chosen.image !== null;
  return (
    <form
      class="pairing-page"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen && ready) onStart(chosen);
      }}
    >
      <h1 tabIndex={-1}>{flash.boards}</h1>
      <p class="soft">{flash.lead}</p>
      <fieldset class="choices" aria-label={flash.boards}>
        {list.boards.map((board) => (
          <label key={board.id} class="choice flash-choice">
            <input type="radio" name="board" checked={board.id === id} onChange={() => setId(board.id)} />
            <span class="choice-name">{board.name}</span>
            <ImageOf board={board} />
          </label>
        ))}
      </fieldset>
      {list.keys.length === 0 ? (
        <p class="advice">{flash.noKey}</p>
      ) : (
        <Files chosen={chosen} refresh={refresh} onGiven={setId} />
      )}
      <button type="submit" class="button wide" aria-disabled={!ready}>
        {flash.start}
      </button>
      <p class="soft small">{flash.erases}</p>
    </form>
  );
}

function ImageOf({ board: { image } }: { board: FlashBoard }) {
  const { flash } = useFlashWords();
  if (!image) return <span>{flash.none}</span>;
  return <span>{image.source === 'owner' ? flash.given(image.version) : flash.version(image.version)}</span>;
}

interface FilesProps {
  chosen: FlashBoard | undefined;
  refresh: () => Promise<void>;
  onGiven: (board: string) => void;
}

/** Giving the hub a file, and taking one's own back. */
function Files({ chosen, refresh, onGiven }: FilesProps) {
  const said = useFlashWords();
  const { flash } = said;
  const { busy, fault, run } = useBusy();
  const id = useId();
  const give = (file: File | undefined) =>
    void run(async () => {
      if (!file) return;
      const board = await giveFlashImage(file);
      await refresh();
      onGiven(board.id);
      announce(flash.taken(board.image?.version ?? '', board.name));
    });
  const forget = (board: string) =>
    void run(async () => {
      await forgetFlashImage(board);
      await refresh();
    });
  return (
    <div class="flash-files">
      {chosen?.image === null && <p class="advice">{flash.noImage}</p>}
      <div class="field">
        <label for={id}>{flash.give}</label>
        <input
          id={id}
          type="file"
          accept=".petcam-flash"
          disabled={busy}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            give(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
        <p id={`${id}-hint`} class="soft small">
          {flash.giveHint}
        </p>
      </div>
      {chosen?.image?.source === 'owner' && (
        <button type="button" class="text-button" aria-disabled={busy} onClick={() => forget(chosen.id)}>
          {flash.forget}
        </button>
      )}
      <div role="alert">{fault !== null && <p class="fault">{sayFlashFault(fault, said)[0]}</p>}</div>
    </div>
  );
}
