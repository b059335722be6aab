package org.notechondria.run;

import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.notechondria.support.NodesAhead;

/** Has the first launchers of {@link LauncherIT} begun while tests run that leave a core idle, when most tests run; a run of a few classes waits for them. */
public final class LauncherAhead implements TestExecutionListener {
    private static final String WHILE = "org.notechondria.registration.";
    private boolean due;

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        due = NodesAhead.holdsMost(plan);
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (due && test.getSource().filter(source -> source instanceof ClassSource of && of.getClassName().startsWith(WHILE)).isPresent()) {
            due = false;
            Thread starter = new Thread(LauncherIT::begin, "launchers-ahead");
            starter.setDaemon(true);
            starter.start();
        }
    }
}
