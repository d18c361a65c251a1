import { type Dispatch, type DragEvent, type SetStateAction, useMemo, useState } from 'react';
import type { BoardCell } from '../../../../shared/contract/promotion.ts';
import { startPlan } from '../start-plan.ts';
import type { BoardModel } from './board-model.ts';
import { type Carried, refusal } from './drop-targets.ts';

const dragType = 'text/x-slipway-tag';

/** Dragging a tag to an environment: letting it go opens the plan and does nothing else. */
export function useBoardDrag() {
  const [carried, setCarried] = useState<Carried>();
  const [over, setOver] = useState<number>();
  return useMemo(() => boardDrag(carried, over, setCarried, setOver), [carried, over]);
}

export type BoardDrag = ReturnType<typeof boardDrag>;

function boardDrag(
  carried: Carried | undefined,
  over: number | undefined,
  setCarried: (carried: Carried | undefined) => void,
  setOver: Dispatch<SetStateAction<number | undefined>>,
) {
  const end = () => {
    setCarried(undefined);
    setOver(undefined);
  };
  return {
    carried,
    /** Id of the job whose cell is being pointed at and can take it. */
    over,
    /** For what is dragged. */
    source: (from: Carried | undefined, model: BoardModel) => {
      if (!from) return {};
      return {
        draggable: true,
        onDragStart: (event: DragEvent) => {
          event.stopPropagation();
          event.dataTransfer.setData(dragType, `${model.name} ${from.tag}`);
          event.dataTransfer.effectAllowed = 'copy' as const;
          event.dataTransfer.setDragImage(dragImage(`${model.name}  ${from.tag}`), 12, 12);
          setCarried(from);
        },
        onDragEnd: end,
      };
    },
    /** For where it can be let go. */
    target: (model: BoardModel, cell: BoardCell) => ({
      onDragOver: (event: DragEvent) => {
        if (!carried || refusal(carried, model, cell) !== undefined) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(cell.job_id);
      },
      onDragLeave: (event: DragEvent) => {
        const into = event.relatedTarget;
        if (into instanceof Node && event.currentTarget.contains(into)) return;
        setOver(before => (before === cell.job_id ? undefined : before));
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        if (carried && refusal(carried, model, cell) === undefined) {
          void startPlan({ model, cell, tag: carried.tag });
        }
        end();
      },
    }),
  };
}

/** What hangs at the pointer while a tag is dragged; the browser takes a picture of it. */
function dragImage(text: string): HTMLElement {
  const image = document.createElement('div');
  image.textContent = text;
  image.dataset.dragImage = '';
  document.body.append(image);
  setTimeout(() => image.remove(), 0);
  return image;
}
