package org.notechondria.support;

import java.io.File;
import org.eu.ingwar.tools.arquillian.extension.suite.annotations.ArquillianSuiteDeployment;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The one deployment of a run: the WAR as it was built, with the in-container tests beside it. */
@ArquillianSuiteDeployment
public class TheDeployment {

    @Deployment
    public static WebArchive war() {
        return ShrinkWrap.create(ZipImporter.class, "notechondria.war")
                .importFrom(new File(System.getProperty("notechondria.war")))
                .as(WebArchive.class)
                .addPackages(true, path -> path.get().contains("InContainer"), "org.notechondria");
    }
}
