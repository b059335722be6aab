package org.notechondria.run;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;
import org.notechondria.support.NodesAhead;
import org.notechondria.support.SharedNodes;

/** Has the first launchers of {@link LauncherIT} and {@link LauncherRefusesIT} begun after the shared nodes, when most tests run; a run of a few classes waits for them. */
public final class LauncherAhead implements TestExecutionListener {

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        if (NodesAhead.holdsMost(plan)) {
            SharedNodes.thenBegin(LauncherIT::begin);
            SharedNodes.thenBegin(LauncherRefusesIT::begin);
        }
    }
}
