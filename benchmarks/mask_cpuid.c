/* Hides instruction sets from a process, which runs at full speed all the same.
 *
 *     cc -shared -fPIC -O1 -o mask_cpuid.so mask_cpuid.c
 *     HIDE_FROM=AVX2 LD_PRELOAD=./mask_cpuid.so GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F PROGRAM
 *
 * HIDE_FROM is AVX512, AVX2 or AVX: that is hidden, and what came after it. Linux lets a process ask that its
 * CPUID instructions fail (arch_prctl, ARCH_SET_CPUID); the handler answers in the processor's place and
 * leaves out what is hidden. The C library has asked before anything can be preloaded, hence its own setting.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

enum { ARCH_SET_CPUID = 0x1012, FAILS = 0, ANSWERS = 1 };
enum { HIDE_AVX512 = 1, HIDE_AVX2, HIDE_AVX };

/* Bits of leaf 1, ECX, and of leaf 7, EBX (Intel's manual, volume 2A, CPUID). */
static const unsigned FMA = 1u << 12, AVX = 1u << 28, F16C = 1u << 29;
static const unsigned AVX512 = 1u << 16 | 1u << 17 | 1u << 21 | 7u << 26 | 3u << 30;

static int hidden;

static int cpuid_instruction(int what) { return (int)syscall(SYS_arch_prctl, ARCH_SET_CPUID, what); }

static void answer(int number, siginfo_t *info, void *context)
{
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    const unsigned char *instruction = (const unsigned char *)registers[REG_RIP];
    unsigned leaf = (unsigned)registers[REG_RAX], a = leaf, b, c = (unsigned)registers[REG_RCX], d;
    unsigned part = c;
    int error = errno;
    (void)info;
    if (instruction[0] != 0x0f || instruction[1] != 0xa2) { /* not CPUID: a true fault */
        signal(number, SIG_DFL);
        return;
    }
    cpuid_instruction(ANSWERS);
    __asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    cpuid_instruction(FAILS);
    if (leaf == 1 && hidden >= HIDE_AVX2)
        c &= ~(FMA | F16C);
    if (leaf == 1 && hidden >= HIDE_AVX)
        c &= ~AVX;
    if (leaf == 7) { /* all the rest of it is younger than AVX2 */
        b = hidden >= HIDE_AVX2 || part > 0 ? 0 : b & ~AVX512;
        a = c = d = 0;
    }
    registers[REG_RAX] = a;
    registers[REG_RBX] = b;
    registers[REG_RCX] = c;
    registers[REG_RDX] = d;
    registers[REG_RIP] += 2;
    errno = error;
}

__attribute__((constructor)) static void begin(void)
{
    const char *from = getenv("HIDE_FROM");
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = answer;
    action.sa_flags = SA_SIGINFO;
    hidden = !from ? 0 : !strcmp(from, "AVX512") ? HIDE_AVX512 : !strcmp(from, "AVX2") ? HIDE_AVX2 : HIDE_AVX;
    if (hidden && (sigaction(SIGSEGV, &action, NULL) || cpuid_instruction(FAILS))) {
        perror("mask_cpuid");
        _exit(1);
    }
}
