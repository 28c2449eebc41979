# Gives the lab a branch of the container's own cgroup tree: it may divide what is in it, but the branch's limits stay ours.

readonly TREE=/sys/fs/cgroup

# Prints a limit less what the supervisor keeps; prints nothing where there is no limit (v1 says so by a huge number).
reduced_limit() {
	local limit
	limit=$(<"$1")
	[ "$limit" = max ] || [ ${#limit} -ge 18 ] || echo $((limit - $2))
}

# Writes the reduced limit of a cgroup into its branch, if that controller is there and limited.
limit_branch() {
	local file=$1/$2 reduced
	[ -f "$file" ] || return 0
	reduced=$(reduced_limit "$file" "$3")
	[ -z "$reduced" ] || echo "$reduced" > "$1/lab/$2"
}

# Makes the branch and hands over those files that divide it. Leaves the branches' paths in /run/cgroups.
delegate_cgroups() {
	if [ -f $TREE/cgroup.controllers ]; then delegate_unified; else delegate_v1; fi
}

delegate_unified() {
	mount -o remount,rw $TREE 2>/dev/null || mount -t cgroup2 cgroup2 $TREE
	mkdir -p $TREE/supervisor $TREE/lab
	local pid controller
	# A cgroup that has controllers for its children may have no processes of its own (`man 7 cgroups`).
	for pid in $(<$TREE/cgroup.procs); do echo "$pid" > $TREE/supervisor/cgroup.procs 2>/dev/null || true; done
	for controller in $(<$TREE/cgroup.controllers); do echo "+$controller" > $TREE/cgroup.subtree_control 2>/dev/null || true; done
	limit_branch $TREE memory.max $RESERVED_MEMORY
	limit_branch $TREE pids.max $RESERVED_PIDS
	chown $OFFSET:$OFFSET $TREE/lab $TREE/lab/cgroup.{procs,threads,subtree_control}
	echo $TREE/lab > /run/cgroups
}

delegate_v1() {
	local hierarchy file
	while read -r _ hierarchy type _; do
		[ "$type" = cgroup ] || continue
		mount -o remount,bind,rw "$hierarchy"
		mkdir -p "$hierarchy/lab"
		limit_branch "$hierarchy" memory.limit_in_bytes $RESERVED_MEMORY
		limit_branch "$hierarchy" pids.max $RESERVED_PIDS
		# A new cpuset is empty, and no process may join it.
		for file in cpuset.cpus cpuset.mems; do
			[ ! -f "$hierarchy/$file" ] || cat "$hierarchy/$file" > "$hierarchy/lab/$file"
		done
		chown $OFFSET:$OFFSET "$hierarchy/lab" "$hierarchy"/lab/{cgroup.procs,tasks,cgroup.clone_children}
		echo "$hierarchy/lab" >> /run/cgroups
	done < /proc/mounts
}

# Moves the calling process into the branch, or below it to the lab's own first cgroup once there is one.
join_cgroups() {
	local branch
	while read -r branch; do
		[ ! -d "$branch/init" ] || branch=$branch/init
		echo "$BASHPID" > "$branch/cgroup.procs"
	done < /run/cgroups
}

# usage: open_controllers PID - lets the lab divide its share, once its own processes have left the branch's top. PID, the
# process that waits out here for the lab, is the last one there. Unified hierarchy only; v1 knows no such rule.
open_controllers() {
	[ -f $TREE/cgroup.controllers ] || return 0
	echo "$1" > $TREE/supervisor/cgroup.procs
	local controller
	for controller in $(<$TREE/lab/cgroup.controllers); do
		echo "+$controller" > $TREE/lab/cgroup.subtree_control 2>/dev/null || echo "no controller $controller" >&2
	done
}
