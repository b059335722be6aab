package org.notechondria.deployment;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.notechondria.configuration.BadSetting;
import org.notechondria.configuration.FeatureSettings;
import org.notechondria.configuration.Settings;
import org.notechondria.gate.GateUpkeep;
import org.notechondria.mail.MailDelivery;
import org.notechondria.registration.Resends;

/** The order of a deployment: every setting is read, then the schema migrated, before the first request; at the end, requests under way finish. */
@Singleton
@jakarta.ejb.Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Startup {
    private static final System.Logger LOG = System.getLogger(Startup.class.getName());
    /** The launcher looks for this line in the log and prints what follows it. */
    private static final String REFUSED = "start refused: ";

    @Inject
    @Any
    private Instance<FeatureSettings> features;
    @Inject
    private Settings settings;
    @Inject
    private Instance<Deployment> deployment;
    @Inject
    private Drain drain;
    @Inject
    private GateUpkeep gate;
    @Inject
    private MailDelivery mail;
    @Inject
    private Resends resends;
    @Inject
    private ExpirySweep sweep;

    @PostConstruct
    void start() {
        try {
            features.forEach(FeatureSettings::toString);
            warnOfUnknown();
            deployment.get().run();
            gate.start();
            mail.start();
            resends.start();
            sweep.start();
            drain.offer();
        } catch (SQLException | RuntimeException failure) {
            LOG.log(ERROR, REFUSED + lineOf(failure));
            throw new IllegalStateException(REFUSED + lineOf(failure), failure);
        }
        LOG.log(INFO, "the application is ready");
    }

    @PreDestroy
    void stop() {
        try {
            drain.drain();
            drain.withdraw();
        } finally {
            sweep.stop();
            resends.stop();
            mail.stop();
            gate.stop();
        }
    }

    private void warnOfUnknown() {
        settings.unknown().forEach(name -> LOG.log(WARNING, "{0} is no setting of this program; the nearest one is {1}",
                name, NearestName.among(settings.known(), name)));
    }

    private static String lineOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadSetting bad) {
                return bad.getMessage();
            }
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse(root.getClass().getSimpleName());
    }
}
