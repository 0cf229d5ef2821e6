package io.quarkiverse.channelbox.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads everything but the JDK anew, so that whatever would differ from one run to the next is the {@link World}'s: the time,
 * what is drawn, hash codes, the order of immutable sets and maps. The classes themselves need no seam for it.
 */
final class VirtualLoader extends ClassLoader {

    private static final String PROJECT = "io.quarkiverse.channelbox.";
    private static final String SIMULATION = PROJECT + "simulation.";
    private static final String VIRTUAL = SIMULATION.replace('.', '/') + "Virtual";
    private static final String HASH = "$hash";
    private static final Set<String> OF_PARENT = Set.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "org.jboss.logging.",
            "org.jboss.logmanager.", "org.junit.", "org.objectweb.asm.");
    /** Classes of the JDK, and what is made in their place: hash codes of enumerations differ from one run to the next. */
    private static final Map<String, String> MADE = Map.of("java/security/SecureRandom", VIRTUAL + "$Secure",
            "java/util/HashMap", "java/util/LinkedHashMap", "java/util/HashSet", "java/util/LinkedHashSet");

    VirtualLoader(ClassLoader parent) {
        super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (OF_PARENT.stream().anyMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] code = in.readAllBytes();
            if (!name.startsWith(SIMULATION + "Virtual")) {
                code = virtual(code, name.startsWith(PROJECT));
            }
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static byte[] virtual(byte[] code, boolean isProject) {
        ClassReader reader = new ClassReader(code);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Virtualized(writer, isProject), 0);
        return writer.toByteArray();
    }

    private static final class Virtualized extends ClassVisitor {

        private final boolean isProject;
        private String className;
        private boolean hasHash;
        private boolean hasText;

        Virtualized(ClassVisitor next, boolean isProject) {
            super(Opcodes.ASM9, next);
            this.isProject = isProject;
        }

        @Override
        public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
            super.visit(version, access, name, signature, superName, interfaces);
            className = name;
            hasHash = !isProject || !"java/lang/Object".equals(superName) || (access & Opcodes.ACC_INTERFACE) != 0;
            hasText = hasHash;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
            hasHash |= name.equals("hashCode") && descriptor.equals("()I");
            hasText |= name.equals("toString") && descriptor.equals("()Ljava/lang/String;");
            return new VirtualizedMethod(super.visitMethod(access, name, descriptor, signature, exceptions), isProject);
        }

        /**
         * What has no hash code of its own gets the next number at its first use, for which it is not enough to be traced or
         * logged.
         */
        @Override
        public void visitEnd() {
            if (!hasHash) {
                super.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_TRANSIENT | Opcodes.ACC_SYNTHETIC, HASH, "I", null, null);
                MethodVisitor hash = super.visitMethod(Opcodes.ACC_PUBLIC, "hashCode", "()I", null, null);
                hash.visitCode();
                hash.visitVarInsn(Opcodes.ALOAD, 0);
                hash.visitInsn(Opcodes.DUP);
                hash.visitFieldInsn(Opcodes.GETFIELD, className, HASH, "I");
                hash.visitMethodInsn(Opcodes.INVOKESTATIC, VIRTUAL, "hash", "(I)I", false);
                hash.visitInsn(Opcodes.DUP_X1);
                hash.visitFieldInsn(Opcodes.PUTFIELD, className, HASH, "I");
                hash.visitInsn(Opcodes.IRETURN);
                hash.visitMaxs(3, 1);
                hash.visitEnd();
            }
            if (!hasText) {
                MethodVisitor text = super.visitMethod(Opcodes.ACC_PUBLIC, "toString", "()Ljava/lang/String;", null, null);
                text.visitCode();
                text.visitLdcInsn(className);
                text.visitInsn(Opcodes.ARETURN);
                text.visitMaxs(1, 1);
                text.visitEnd();
            }
            super.visitEnd();
        }
    }

    private static final class VirtualizedMethod extends MethodVisitor {

        private final boolean isProject;

        VirtualizedMethod(MethodVisitor next, boolean isProject) {
            super(Opcodes.ASM9, next);
            this.isProject = isProject;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (opcode == Opcodes.INVOKESTATIC && isReplaced(owner, name, descriptor)) {
                super.visitMethodInsn(opcode, VIRTUAL, replacement(owner, name), returning(descriptor), false);
            } else if (isProject && opcode == Opcodes.INVOKEVIRTUAL && owner.equals("java/util/concurrent/ThreadLocalRandom")) {
                super.visitMethodInsn(opcode, "java/util/Random", name, descriptor, false);
            } else if (isProject && opcode == Opcodes.INVOKESPECIAL && name.equals("<init>")) {
                super.visitMethodInsn(opcode, MADE.getOrDefault(owner, owner), name, descriptor, isInterface);
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            super.visitTypeInsn(opcode, isProject && opcode == Opcodes.NEW ? MADE.getOrDefault(type, type) : type);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap,
                    Arrays.stream(arguments).map(this::virtual).toArray());
        }

        private Object virtual(Object argument) {
            if (!(argument instanceof Handle handle)) {
                return argument;
            }
            String owner = handle.getOwner();
            if (handle.getTag() == Opcodes.H_INVOKESTATIC && isReplaced(owner, handle.getName(), handle.getDesc())) {
                return new Handle(handle.getTag(), VIRTUAL, replacement(owner, handle.getName()), returning(handle.getDesc()),
                        false);
            }
            return isProject && handle.getTag() == Opcodes.H_NEWINVOKESPECIAL
                    ? new Handle(handle.getTag(), MADE.getOrDefault(owner, owner), handle.getName(), handle.getDesc(), false)
                    : argument;
        }

        private boolean isReplaced(String owner, String name, String descriptor) {
            return switch (owner) {
                case "java/lang/System" -> name.equals("nanoTime") || name.equals("currentTimeMillis");
                case "java/time/Instant" -> name.equals("now") && descriptor.startsWith("()");
                case "io/vertx/core/Vertx" -> name.equals("currentContext");
                case "io/vertx/core/impl/ContextInternal" -> name.equals("current");
                case "io/vertx/core/Context" -> name.equals("isOnEventLoopThread");
                case "io/smallrye/mutiny/infrastructure/Infrastructure" -> name.equals("getDefaultWorkerPool");
                case "java/util/UUID" -> isProject && name.equals("randomUUID");
                case "java/util/concurrent/ThreadLocalRandom" -> isProject && name.equals("current");
                case "java/util/Set", "java/util/Map" -> isProject && (name.equals("of") || name.equals("copyOf"));
                default -> false;
            };
        }

        /** In the project's classes time goes on between two looks at the clock. */
        private String replacement(String owner, String name) {
            return switch (owner) {
                case "java/lang/System" -> isProject && name.equals("nanoTime") ? "passingNanoTime" : name;
                case "io/vertx/core/impl/ContextInternal" -> "currentInternal";
                case "java/util/concurrent/ThreadLocalRandom" -> "random";
                case "java/util/Set" -> name.equals("of") ? "setOf" : "setCopyOf";
                case "java/util/Map" -> name.equals("of") ? "mapOf" : "mapCopyOf";
                default -> name;
            };
        }

        private static String returning(String descriptor) {
            return descriptor.replace(")Ljava/util/concurrent/ThreadLocalRandom;", ")Ljava/util/Random;");
        }
    }
}
