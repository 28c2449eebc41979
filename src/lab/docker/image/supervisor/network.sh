# The cable into the lab and the rules on our end of it, which the lab cannot reach.

# The first name server that can be reached from here by way of the network; nothing for a loopback one.
resolver() {
	local keyword address
	while read -r keyword address _; do
		[ "$keyword" = nameserver ] || continue
		case $address in 127.* | *:*) ;; *) echo "$address"; return ;; esac
	done < /etc/resolv.conf
}

# usage: connect PID - plugs the cable into the network namespace of that process
connect() {
	local uplink mtu=1500
	uplink=$(ip -4 route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
	[ -z "$uplink" ] || mtu=$(<"/sys/class/net/$uplink/mtu")
	ip link add $CABLE mtu "$mtu" type veth peer name eth0 mtu "$mtu" netns "$1"
	ip addr add $SUPERVISOR_ADDRESS/30 dev $CABLE
	ip link set $CABLE up

	nft --define cable=$CABLE --define lab=$LAB_ADDRESS --define "uplink=${uplink:-none}" --file /lab/bin/egress.nft
	refuse ${DENY:-}
	[ -n "$uplink" ] || return 0
	# Our own network: the engine's other containers, and its gateway.
	refuse $(ip -4 route show dev "$uplink" scope link | sed 's/ .*//')
	redirect_names "$(resolver)"
}

# usage: redirect_names [ADDRESS] - answers the lab's name queries to us by that server's; without one they are refused at once
redirect_names() {
	[ -z "$1" ] ||
		nft add rule inet egress names \
			"iifname $CABLE ip daddr $SUPERVISOR_ADDRESS meta l4proto { tcp, udp } th dport 53 dnat ip to $1"
}

# usage: refuse ADDRESS... - adds addresses or networks to those that the lab cannot reach
refuse() {
	[ $# = 0 ] || nft add element inet egress closed "{ $(IFS=,; echo "$*") }"
}
