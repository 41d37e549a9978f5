"""What people paste in the scenarios: made up for them, each with the case that it leads to."""

NOT_REGISTERED = (
    'MountVolume.MountDevice failed for volume "pvc-6f1c2d3e-8a41-4b55-9c07-1d2e3f4a5b6c" : kubernetes.io/csi: '
    "attacher.MountDevice failed to create newCsiDriverClient: driver name csi.juicefs.com not found in the list of "
    "registered CSI drivers"
)
"""Certain: csi-driver-not-registered."""
NOT_REGISTERED_TITLE = "The JuiceFS CSI driver is not registered on this node"
NOT_REGISTERED_TITLE_ZH = "节点上没有注册 JuiceFS CSI 驱动"
MOUNT_LOST = "juicefs[41]: df: /data/orders: Transport endpoint is not connected"
"""Certain: mount-point-lost."""
NO_PASSWORD = "<FATAL>: juicefs mount: load setting: NOAUTH Authentication required. [main.go:31]"
"""Certain: redis-auth-required."""

HUNG = (
    'MountVolume.SetUp failed for volume "pvc-6f1c2d3e" : rpc error: code = DeadlineExceeded desc = context deadline '
    "exceeded"
)
"""Only possible: csi-node-hung-on-dead-mount, or any other driver."""
BARE_LOST = "df: /data: Socket not connected"
"""Only possible by itself: nothing in it names JuiceFS."""
NOT_PUBLISHED = (
    "Unable to attach or mount volumes: unmounted volumes=[juicefs-data], timed out waiting for the condition"
)
"""Only possible: volume-not-published.  It names JuiceFS."""
CHATTER = "shall we have the retro on Thursday instead of Friday?"
"""Nothing of ours."""

DESCRIBE = f"""orders-api hangs in ContainerCreating since the node pool was replaced, does anybody know this one?
```
Events:
  Type     Reason       Age   From               Message
  ----     ------       ----  ----               -------
  Normal   Scheduled    14m   default-scheduler  Successfully assigned shop/orders-api-6d4f9c7b8-x2k5p to ip-10-0-41-17
  Warning  FailedMount  3m    kubelet            {NOT_REGISTERED}
```"""
"""A whole question with the end of a `kubectl describe pod`."""
CHINESE = f"订单服务的 Pod 一直卡在 ContainerCreating，报错如下，请问怎么处理？\n```{NOT_REGISTERED}```"
"""The same, asked in Chinese."""
