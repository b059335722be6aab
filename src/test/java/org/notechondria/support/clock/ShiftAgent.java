package org.notechondria.support.clock;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.Set;
import java.util.jar.JarFile;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** In the node: makes every class that asks for the time, the JDK's own included, ask {@link Shift}. */
public final class ShiftAgent implements ClassFileTransformer {
    private static final String SHIFT = "org/notechondria/support/clock/Shift";
    /** Those that are asked, and name what they are asked by. */
    private static final Set<String> TELLERS = Set.of(SHIFT, "java/lang/System", "jdk/internal/misc/VM");

    /** @param arguments  the jar that holds {@link Shift} alone, and the file with the shift, with a semicolon between them */
    public static void premain(String arguments, Instrumentation instrumentation) throws Exception {
        String[] paths = arguments.split(";");
        instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(paths[0]));
        Shift.follow(paths[1]);
        instrumentation.addTransformer(new ShiftAgent(), true);
        instrumentation.retransformClasses(Arrays.stream(instrumentation.getAllLoadedClasses()).filter(instrumentation::isModifiableClass)
                .filter(type -> type.getClassLoader() == null && !type.isArray() && !type.isHidden()).toArray(Class<?>[]::new));
    }

    @Override
    public byte[] transform(ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        if (TELLERS.contains(name) || !asksForTheTime(bytes)) {
            return null;
        }
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(int access, String method, String descriptor, String signature, String[] exceptions) {
                return new Calls(super.visitMethod(access, method, descriptor, signature, exceptions));
            }
        }, 0);
        return writer.toByteArray();
    }

    private static boolean asksForTheTime(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.contains("currentTimeMillis") || text.contains("getNanoTimeAdjustment");
    }

    private static final class Calls extends MethodVisitor {
        Calls(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (owner.equals("java/lang/System") && name.equals("currentTimeMillis")) {
                super.visitMethodInsn(opcode, SHIFT, name, descriptor, false);
                return;
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            if (owner.equals("jdk/internal/misc/VM") && name.equals("getNanoTimeAdjustment")) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, SHIFT, "nanos", "()J", false);
                super.visitInsn(Opcodes.LADD);
            }
        }
    }
}
