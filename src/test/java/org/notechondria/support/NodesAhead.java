package org.notechondria.support;

import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Has the shared nodes begun before anybody asks for them, when most tests of the container run as well; a run of a few classes waits for what it needs. */
public final class NodesAhead implements TestExecutionListener {
    private static final int MOST = 30;

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        if (holdsMost(plan)) {
            SharedNodes.begin();
        }
    }

    /** Whether this is a class of tests that comes after those of a package, in the order of the alphabet. */
    public static boolean isClassBehind(String name, TestIdentifier test) {
        return test.getSource().filter(ClassSource.class::isInstance).map(source -> ((ClassSource) source).getClassName()).filter(one -> one.compareTo(name + ".~") > 0).isPresent();
    }

    /** Whether this is a run of most tests of the container. */
    public static boolean holdsMost(TestPlan plan) {
        boolean ofTheContainer = System.getProperty("notechondria.war") != null;
        long classes = plan.getRoots().stream().mapToLong(root -> plan.getChildren(root).size()).sum();
        return ofTheContainer && classes >= MOST;
    }
}
