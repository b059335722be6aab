package org.notechondria.race.history;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.notechondria.support.NodesAhead;
import org.notechondria.support.SharedNodes;

/** Has the node of {@link PlantedBugsIT} begun when the tests of faults are over, which take its database away; a run of a few classes waits for it. */
public final class PlantedAhead implements TestExecutionListener {
    private boolean toBegin;

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        toBegin = NodesAhead.holdsMost(plan);
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (toBegin && NodesAhead.isClassBehind("org.notechondria.fault", test)) {
            toBegin = false;
            SharedNodes.thenBegin(PlantedBugsIT::begin);
        }
    }
}
