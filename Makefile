# 明镜：每个目标都交给 tools/bootstrap.py。机器上只需要 Python ≥ 3.11、git、make。
PORT ?= 8000
export PORT
TARGETS := demo test quick lint bench docs reference wheelhouse clean
# $@ 是目标的名字；没有 python3 时告诉人怎样装。
RUN = @command -v python3 >/dev/null 2>&1 || { echo '这台机器上没有 python3。Debian、Ubuntu：apt install python3 python3-venv；麒麟、openEuler：dnf install python3.11。'; exit 1; }; python3 tools/bootstrap.py $@

.DEFAULT_GOAL := help
.PHONY: help $(TARGETS)

demo:
	$(RUN)

test:
	$(RUN)

quick:
	$(RUN)

lint:
	$(RUN)

bench:
	$(RUN)

docs:
	$(RUN)

reference:
	$(RUN)

wheelhouse:
	$(RUN)

clean:
	$(RUN)

help:
	@echo 'make demo        安装并打开演示县（PORT=9000 可换端口）'
	@echo 'make test        全部测试：SQLite，找到 PostgreSQL 时再跑一遍'
	@echo 'make quick       快速测试：只跑 SQLite，跳过浏览器和慢测试'
	@echo 'make lint        规范检查：格式、类型、结构、许可、文档'
	@echo 'make bench       性能测量'
	@echo 'make docs        生成文档网站'
	@echo 'make reference   由代码重写 docs/reference 里的参考页'
	@echo 'make wheelhouse  下载离线安装包（x86_64 与 aarch64）'
	@echo 'make clean       删除环境和缓存，不动数据'
