"""上级统一公示平台: what is public here, pushed there as it is (国办发〔2018〕118号第二部分（二）)."""
