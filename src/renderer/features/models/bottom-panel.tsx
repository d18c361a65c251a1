import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import classes from './bottom-panel.module.css';
import { HistoryPanel } from './history/history-panel.tsx';
import { CompiledPanel } from './results/compiled-panel.tsx';
import { ImpactPanel } from './results/impact-panel.tsx';
import { JobsPanel } from './results/jobs-panel.tsx';
import { ProblemsPanel, useProblemCount } from './results/problems-panel.tsx';
import { ResultsPanel } from './results/results-panel.tsx';
import { PanelTabs } from '../../ui/panel-tabs.tsx';
import { sizes } from '../../ui/theme.ts';
import { type PanelName, useModelPage } from './workbench.ts';

interface Props {
  tab: PanelName;
  onTab: (tab: PanelName) => void;
  onClose: () => void;
}

const panelId = 'model-bottom-panel';
const panels = {
  results: ResultsPanel,
  problems: ProblemsPanel,
  compiled: CompiledPanel,
  history: HistoryPanel,
  impact: ImpactPanel,
  jobs: JobsPanel,
};

export function BottomPanel({ tab, onTab, onClose }: Props) {
  const { model } = useModelPage();
  const problems = useProblemCount();
  const Panel = panels[tab];
  const count = (number: number) =>
    number > 0 ? <span className={classes.count}>{number}</span> : undefined;
  const tabs = [
    { key: 'results', label: 'Results' },
    { key: 'problems', label: 'Problems', badge: count(problems) },
    { key: 'compiled', label: 'What runs' },
    { key: 'history', label: 'History' },
    { key: 'impact', label: 'Impact' },
    { key: 'jobs', label: 'Jobs of this model', badge: count(model.jobs.length) },
  ];
  return (
    <section className={classes.bottom} aria-label="Results and problems">
      <PanelTabs
        label="Results and problems"
        tabs={tabs}
        current={tab}
        panelId={panelId}
        onShow={key => onTab(key as PanelName)}
      >
        <Tooltip label="Hide">
          <ActionIcon aria-label="Hide results and problems" onClick={onClose}>
            <IconChevronDown size={sizes.icon} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </PanelTabs>
      <div
        id={panelId}
        role="tabpanel"
        aria-label={tabs.find(({ key }) => key === tab)?.label}
        className={classes.content}
      >
        <Panel />
      </div>
    </section>
  );
}
