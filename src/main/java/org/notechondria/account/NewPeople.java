package org.notechondria.account;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBContext;
import jakarta.ejb.Stateless;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes a person whole, in one transaction: the row, the profile and the claim to the name. */
@Stateless
public class NewPeople {
    @Resource
    private EJBContext context;
    @EJB
    private Accounts accounts;
    @EJB
    private Names names;

    /**
     * @param registrationId  the pending registration that holds the name, or null
     * @return the person's id; empty when the name or the address is somebody else's: the transaction is then marked for rollback
     */
    public Optional<Long> add(Accounts.NewUser person, Long registrationId) {
        OptionalLong id = accounts.create(person);
        if (id.isEmpty() || !names.give(new Username(person.username()), id.getAsLong(), registrationId)) {
            context.setRollbackOnly();
            return Optional.empty();
        }
        return Optional.of(id.getAsLong());
    }
}
