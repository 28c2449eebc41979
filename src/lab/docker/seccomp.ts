// The seccomp profile of a lab: it allows the system calls that programs, nested namespaces and mounts need. Docker's default
// profile forbids namespaces and mounts without CAP_SYS_ADMIN; in a lab they only affect the lab's own user namespace.
//
// Not listed, and so refused: bpf, perf events, files by handle, kernel modules, kexec, reboot, quotas, swap, accounting,
// setting clocks, ports, io_uring, userfaultfd, the kernel's log, memory policies, and every call of 32-bit programs.

const ALLOWED = [
	// namespaces, mounts and filters: what a container engine is made of
	`arch_prctl capget capset chroot clone clone3 fanotify_mark fsconfig fsmount fsopen fspick
	landlock_add_rule landlock_create_ruleset landlock_restrict_self listmount mount mount_setattr move_mount
	name_to_handle_at open_tree open_tree_attr pivot_root prctl seccomp setdomainname sethostname setns statmount
	umount2 unshare`,
	// processes, threads and signals
	`alarm execve execveat exit exit_group fork futex futex_requeue futex_wait futex_waitv futex_wake get_robust_list
	get_thread_area getcpu getpgid getpgrp getpid getppid getpriority getrlimit getrusage getsid gettid ioprio_get
	ioprio_set kcmp kill membarrier pause pidfd_getfd pidfd_open pidfd_send_signal prlimit64 process_mrelease
	process_vm_readv process_vm_writev ptrace restart_syscall rseq rt_sigaction rt_sigpending rt_sigprocmask
	rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo sched_get_priority_max
	sched_get_priority_min sched_getaffinity sched_getattr sched_getparam sched_getscheduler sched_rr_get_interval
	sched_setaffinity sched_setattr sched_setparam sched_setscheduler sched_yield set_robust_list set_thread_area
	set_tid_address setpgid setpriority setrlimit setsid sigaltstack signalfd signalfd4 tgkill times tkill vfork
	wait4 waitid`,
	// who a process is
	`getegid geteuid getgid getgroups getresgid getresuid getuid setfsgid setfsuid setgid setgroups setregid
	setresgid setresuid setreuid setuid umask`,
	// memory
	`brk cachestat get_mempolicy madvise map_shadow_stack memfd_create memfd_secret mincore mlock mlock2 mlockall
	mmap mprotect mremap mseal msync munlock munlockall munmap pkey_alloc pkey_free pkey_mprotect remap_file_pages
	shmat shmctl shmdt shmget`,
	// time
	`adjtimex clock_adjtime clock_getres clock_gettime clock_nanosleep futimesat getitimer gettimeofday
	mq_timedreceive mq_timedsend nanosleep semtimedop setitimer time timer_create timer_delete timer_getoverrun
	timer_gettime timer_settime timerfd_create timerfd_gettime timerfd_settime utime utimensat utimes`,
	// sockets and messages between processes
	`accept accept4 bind connect getpeername getsockname getsockopt listen mq_getsetattr mq_notify mq_open mq_unlink
	msgctl msgget msgrcv msgsnd pipe pipe2 recvfrom recvmmsg recvmsg semctl semget semop sendfile sendmmsg sendmsg
	sendto setsockopt shutdown socketpair`,
	// descriptors: reading, writing, waiting
	`close close_range copy_file_range dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2
	epoll_wait eventfd eventfd2 fadvise64 fallocate fcntl fdatasync flock fsync inotify_add_watch inotify_init
	inotify_init1 inotify_rm_watch io_cancel io_destroy io_getevents io_pgetevents io_setup io_submit ioctl lseek
	poll ppoll pread64 preadv preadv2 pselect6 pwrite64 pwritev pwritev2 read readahead readv select splice sync
	sync_file_range sync_file_range2 syncfs tee vmsplice write writev`,
	// files and folders
	`access chdir chmod chown creat faccessat faccessat2 fchdir fchmod fchmodat fchmodat2 fchown fchownat fgetxattr
	file_getattr file_setattr flistxattr fremovexattr fsetxattr fstat fstatfs ftruncate getcwd getdents getdents64
	getrandom getxattr getxattrat lchown lgetxattr link linkat listxattr listxattrat llistxattr lremovexattr
	lsetxattr lstat mkdir mkdirat mknod mknodat newfstatat open openat openat2 readlink readlinkat removexattr
	removexattrat rename renameat renameat2 rmdir setxattr setxattrat stat statfs statx symlink symlinkat sysinfo
	truncate uname unlink unlinkat`,
];

/**
 * These fail with ENOSYS, as on a kernel without them, which container engines handle. The kernel has a quota of keys per user,
 * and all labs share the same users: one lab could use up the quota, and the other labs could start no containers.
 */
const ABSENT = ['add_key', 'keyctl', 'request_key'];
const ENOSYS = 38;

/** AF_ALG reaches the kernel's crypto API, AF_VSOCK the hypervisor. All other address families are allowed. */
const REFUSED_FAMILIES = { alg: 38, vsock: 40 };

/** PER_LINUX and PER_LINUX32, each also with UNAME26, and the query for the current value (`man 2 personality`). */
const PERSONALITIES = [0x0, 0x8, 0x20000, 0x20008, 0xffffffff];

const allow = (names: string[], ...args: { index: number; op: string; value: number }[]) => ({
	names,
	action: 'SCMP_ACT_ALLOW',
	args,
});

/** The profile as JSON, for the engine's `SecurityOpt` (docs.docker.com/engine/security/seccomp). */
export const SECCOMP_PROFILE: string = JSON.stringify({
	defaultAction: 'SCMP_ACT_ERRNO',
	archMap: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_AARCH64'].map((architecture) => ({ architecture, subArchitectures: [] })),
	syscalls: [
		allow(ALLOWED.flatMap((names) => names.split(/\s+/))),
		...PERSONALITIES.map((value) => allow(['personality'], { index: 0, op: 'SCMP_CMP_EQ', value })),
		{ names: ABSENT, action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS },
		allow(['socket'], { index: 0, op: 'SCMP_CMP_LT', value: REFUSED_FAMILIES.alg }),
		allow(['socket'], { index: 0, op: 'SCMP_CMP_EQ', value: REFUSED_FAMILIES.alg + 1 }),
		allow(['socket'], { index: 0, op: 'SCMP_CMP_GT', value: REFUSED_FAMILIES.vsock }),
	],
});
