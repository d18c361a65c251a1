import { IconCheck } from '@tabler/icons-react';
import { useId } from 'react';
import { environmentColours } from '../../../../shared/contract/environments.ts';
import { sizes } from '../../../ui/theme.ts';
import type { Colour } from './environment-form.ts';
import classes from './form.module.css';

interface Props {
  value: Colour;
  onChange: (colour: Colour) => void;
}

/** The colours an environment can have; arrow keys choose, as among any radio buttons. */
export function ColourChoice({ value, onChange }: Props) {
  const name = useId();
  return (
    <fieldset className={classes.colours}>
      <legend className={classes.legend}>
        Colour <span className={classes.hint}>edges and chips of everything in it: {value}</span>
      </legend>
      <div className={classes.swatches}>
        {environmentColours.map(colour => (
          <label key={colour} className={classes.swatch} data-hue={colour} title={colour}>
            <input
              type="radio"
              name={name}
              value={colour}
              checked={colour === value}
              aria-label={colour}
              onChange={() => onChange(colour)}
            />
            {colour === value && <IconCheck size={sizes.iconSmall} stroke={3} aria-hidden />}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
