"""Responses that conclude in a sentence of their own, and some that conclude nothing; the notation is that of cases_math."""

from tests.verifiers.cases_math import table

STATED = table(r"""
The recipe calls for 3 cups of flour per batch. For 8 batches you would use 3 × 8 = 24 cups of flour. ;; The number 360 factors as 2³·3²·5, so it has 4·3·2 = 24 positive divisors. ~ 24
Lena reads 15 pages every night, so after two weeks she has read 15 × 14 = 210 pages. ;; First, 40% of 350 is 140. Subtracting from 350 leaves 210 students who walk. ~ 210
We know the radius is 6 cm, so the area comes to $36\pi$ square centimeters. ~ 36\pi
Of the 52 cards, 13 are hearts, which means the probability of drawing a heart is 1/4. ~ \frac14
The slope is (7 − 1)/(5 − 2) = 2, and so the line is y = 2x − 3. ~ y=2x-3
Adding the two equations gives 2x = 10, hence x = 5, and then y = 2. So the solution is (5, 2). ~ (5,2)
The discriminant is 16 − 20 = −4 < 0.⏎⏎So the equation has no real roots. ~ no real solution
Yes. Since 91 = 7 · 13, it can be written as a product of two primes. ~ yes
After paying \$12 for lunch and \$8 for a ticket, Omar still has \$30 left. ;; 设原来有 x 人，根据题意 x+12=2(x-9)，解得 x=30，即原来有30人。 ~ 30
Each of the 6 friends pays \$84 ÷ 6 = \$14, not counting the tip. ~ 14
The train covers 180 miles in 3 hours, so its average speed is 60 miles per hour. ~ 60 mph
Together they painted two thirds of the fence. ~ \frac23
The mixture has 9 red and 12 blue marbles, so the ratio of red to blue is 3:4. ~ 3:4
By the binomial theorem, the coefficient of $x^3$ is $\binom{6}{3}\cdot 2^3 = 160$. I hope that clears things up! ~ 160
The derivative is $f'(x) = 3x^2 - 12x$, which vanishes at 0 and 4. The function therefore decreases on $(0, 4)$. ~ (0,4)
Total interest: 2000 × 0.05 × 3 = \$300. Hence the final balance is \$2,300. ~ 2300
In 1 hour both pipes fill 1/4 + 1/6 = 5/12 of the tank, so the tank takes 12/5 hours to fill. ~ 12/5 hours
We need n ≥ 7 for the inequality to hold. The smallest such integer is 7. ;; So he can buy 7 notebooks, with \$2 left over. ;; 由题意得 $2x-5=9$，移项得 $2x=14$，所以 $x=7$。 ;; Since f is decreasing on [1, 3], its largest value there is f(1) = 7. ~ 7
Let the width be w. Then 2(w + w + 4) = 40 gives w = 8. The length is 12 cm. ~ 12 cm
There are 5 choices for the first digit and 4 for the second, giving 20 two-digit numbers. ~ 20
The hypotenuse is $\sqrt{8^2+15^2}=17$. Note that 8-15-17 is a well-known triple. ~ 17
Using synthetic division the quotient is $x^2 - x + 3$ and the remainder is 0, so $P(x) = (x+1)(x^2-x+3)$. ~ (x+1)(x^2-x+3)
It takes Jim 45 minutes, which is three quarters of an hour. ~ 45 minutes
The answer is 18. (Check: 18/2 = 9, and 9 − 3 = 6 as needed.) ;; Kim is twice as old as Lee, and Lee is 9. Kim is therefore 18 years old. ~ 18
Since each outcome is equally likely, P(sum = 7) = 6/36 = 1/6. ~ 1/6
Hmm, 5 + 6 = 12? No, that's wrong: 5 + 6 = 11. So she has 11 stickers. ;; Let me set up the equation: 3(x − 2) = 2x + 5. Expanding, 3x − 6 = 2x + 5, and so x = 11. That's the number we were looking for. ;; $f(g(2)) = f(5) = 11$. Nice and simple! ~ 11
每个班有45人，6个班共有45×6=270人。 ~ 270
小红买了3支笔，每支4元，付了20元，应找回 20-3×4=8 元。 ~ 8元
因为圆的半径是5厘米，所以它的面积是 $25\pi$ 平方厘米。 ~ 25\pi cm^2
甲车每小时行60千米，乙车每小时行80千米，两车相遇需要 420÷(60+80)=3 小时。 ~ 3小时
方程的判别式 $\Delta=4-12=-8<0$，故原方程没有实数根。 ~ 无实数根
不是。因为 $1+2=3$，两边之和等于第三边，不能构成三角形。 ~ 否
这批货物还剩总数的七分之二没有运走。 ~ \frac27
男生与女生人数之比为 12∶15，化简得 4∶5。 ~ 4:5
令 $f'(x)=0$ 得 $x=1$，此时 $f(1)=-2$，所以函数的最小值为 $-2$。 ~ -2
共有6种等可能的结果，其中点数为偶数的有3种，所以概率为 $\frac12$。 ~ 1/2
这个长方体的体积是 5×4×3=60（立方厘米）。 ~ 60 cm^3
打八折后的价格是 250×0.8=200 元，比原价便宜50元。 ~ 200元
综上，$k$ 的取值范围为 $k<-1$ 或 $k>3$。 ~ (-\infty,-1)\cup(3,\infty)
设公比为 $q$，则 $q^3=8$，$q=2$，于是 $a_5=1\times 2^4=16$。 ~ 16
男生有24人，女生有16人，全班一共有40人。 ~ 40
∵ 四边形ABCD是平行四边形，∴ ∠A=∠C=70°，∴ ∠B=110°。 ~ 110°
小刚从家到学校要走15分钟，也就是四分之一小时。 ~ 15分钟
把 $x=1$ 代入得 $1+m-3=0$，解得 $m=2$。经检验，$m=2$ 符合题意。 ;; 10年后，父亲的年龄是50岁，儿子的年龄是25岁。所以那时父亲的年龄是儿子的2倍。 ;; 正确的说法是②③，共2个。 ;; The median is 17 and the mean is 19; the question asks for the difference, which is 2. ~ 2
图书馆原有1200本书，借出350本后还剩850本。希望这个解答对你有帮助！ ~ 850
这列火车的速度是72千米/时，合20米/秒。 ~ 20 m/s
先求出乙数为15，再由甲数是乙数的3倍，得甲数为45。 ;; 总共有 $C_{6}^{2}\times C_{4}^{2}\div 2=45$ 种不同的分法。 ~ 45
因此 $A\cap B=\{x\mid 1<x<2\}$。 ~ (1,2)
第4个图形需要13根小棒，照这样下去，第n个图形需要 (3n+1) 根小棒。 ~ 3n+1
水池里原有水 $\frac{3}{5}$ 吨，用去 $\frac14$ 吨，还剩 $\frac{7}{20}$ 吨。 ~ \frac{7}{20}吨
三种颜色的球各取一个，最少要取 2+2+1=5 个球才能保证有3个同色。 ;; The circle has center $(2,-1)$ and passes through $(5,3)$, hence its radius is $\sqrt{9+16}=5$. ;; Combining like terms: 3x + 2x − 5 = 20 → 5x = 25 → x = 5. ~ 5
原式 $=\sqrt{12}-\sqrt3+1=\sqrt3+1$。 ~ \sqrt3+1
The recipe calls for 3 cups of flour per batch. For 8 batches you would use 3 × 8 = 32 cups of flour. ;; The answer can't be determined from 24 alone. ;; The perimeter is 24, and the area is 32. ;; None of the 24 permutations is valid. !~ 24
Lena reads 15 pages every night, so after two weeks she has read 15 × 14 = 210 pages. ;; Suppose the answer were 15; then the sum would be odd, a contradiction. ;; 那么甲、乙两数的差是15，求这两个数。 !~ 15
We know the radius is 6 cm, so the area comes to $36\pi$ square centimeters. !~ 6 cm
Of the 52 cards, 13 are hearts, which means the probability of drawing a heart is 1/4. ;; The median is half of the hypotenuse, which is 26. !~ 13
First, 40% of 350 is 140. Subtracting from 350 leaves 210 students who walk. !~ 140
The area is $\frac{9\cdot 4}{2}$, which works out to 16. ;; 小明的解法得到18，但他忘了减去重复的3个。 ;; The first gear turns 12 times while the second turns 18 times. !~ 18
The trip took 150 minutes, that is, 2 hours. !~ 150 minutes
Tickets cost \$9 and snacks cost \$7. ;; It would be 16 if we counted the boundary. !~ 16
Each box holds 12 eggs and each crate holds 10 boxes. !~ 120
So the two numbers differ by 8. ;; Therefore x = 4. Wait, I forgot the minus sign, x = -4. ;; Two of the roots are 1 and 4. ;; It would take 6 workers 4 days. ;; The next step is to divide by 4. ;; x的值不能是4。 !~ 4
If she worked 10 hours she would earn \$150. !~ 150
The car travels 240 miles on 8 gallons. ;; There must be fewer than 30 of them. ;; Let us denote by n the number of students; we know that n > 30. ;; 如果再买2个，总数就是30个。 !~ 30
I think the total is 48, but I might be wrong. ;; The 5th term is 48 and the 6th term is 96. !~ 48
She has three times as many as the 14 that Bob has. ;; The bigger number is 21 and the smaller one 14. ;; The largest of the 5 numbers is at least 14. !~ 14
His score went from 60 to 75. !~ 75
She needs 4 more points to reach 20. ;; 这个数比20大5。 ;; 他做对了20道题中的18道。 !~ 20
The probability is 3/8, which is 3 times as likely as before, i.e. 0.385. !~ 3/8
Half of the 80 students take the bus. !~ 80
We get two candidates, x = 2 and x = 5, and only x = 5 satisfies the domain condition. ;; x=2 是方程的增根。 ;; At x = 2 the derivative changes sign. ;; 解得 $x=2$ 或 $x=-3$，其中 $x=-3$ 舍去，所以 $x=-3$。 ;; 我们先求 $f(2)=4$。 ;; The slope of the second line must be the negative reciprocal of 2. ;; 将 $x=2$ 代入原方程。 !~ 2
No. The number 51 is 3 × 17. !~ yes
The system has infinitely many solutions. ;; The equation has a solution. !~ no solution
The ratio of cats to dogs is 3 to 5, so for 15 cats there are 25 dogs. !~ 3:5
The interval is (2, 5), and so 2 is not included, but 5 is: (2, 5]. !~ (2,5)
The prime factors are 2, 3 and 7. ;; He bought 5 apples, 6 pears, and 7 plums. ;; 平均每天卖出25箱，7天卖出 25×7=175 箱，即每天25箱。 ;; 商是7，余数是2。 ;; The sum of the digits is 14, so the number is divisible by 7. ;; So the distance is 5 units from A and 7 units from B. ;; Each side is 7 times the base. !~ 7
小明有15元，花了6元，妈妈又给了他10元。 ;; 若每天看12页，则要看15天；若每天看18页，则只要10天。 ;; 接下来求 $a_5$，已知 $a_4=10$。 !~ 10
甲数是12，乙数是8。 ;; Either the first pipe is open for 5 hours or the second for 8. ;; The median of the list is 9 (the middle of 3, 5, 8, 9, 14). ;; The answer depends on whether 0 counts, so it is 7 or 8. !~ 8
这个三角形的底是6厘米，高是4厘米。 !~ 4厘米
每个班有45人，6个班共有45×6=260人。 !~ 270
因为圆的半径是5厘米，所以它的面积是 $25\pi$ 平方厘米。 !~ 5厘米
题中给出的长度是30米。 !~ 30米
绳子长 3.5 米，也就是 35 厘米。 !~ 3.5米
一共有 $\frac{6!}{2!}$ 种排法，即 $720$ 种。 !~ 360
所以方程有解。 !~ 无解
是的，它们相等。 ;; 是 !~ 否
答案大概在50到60之间。 ;; Without the discount it would have cost \$60. !~ 60
解得 $x=3$，但 $x=3$ 使分母为零，所以原方程无解。 ;; 综上，$m=3$ 或 $m=-1$。 ;; We still need to multiply by 3 to get the total. ;; Now let's compute the value of f(3) ;; 该数列的公差是3，首项是2。 ;; That leaves only the case k = 3, which we rule out as well. ;; $x = 3$ is extraneous. !~ 3
每小时生产40个零件，照这样计算，8小时可以生产多少个？ ;; He has 40 left. Then he spends half of it. !~ 40
去年产量是120吨，今年比去年增产20%。 !~ 20%
我算了一下，好像是64。 !~ 64
小华说答案是36，小明说答案是35。 ;; 答案应该是36吧？ ;; The formula gives 36, but we counted every pair twice. ;; There are 100 − 36 of them. ;; 第一步得到36，第二步还要除以4。 !~ 36
男生与女生人数之比为 12∶15，化简得 4∶5。 ;; So the price rose by 12 dollars, or 15 percent. ;; Recall that a cube has 12 edges. ;; Alice is 12 now. In 6 years she will be 18. ;; 结果是12还是13，取决于是否包含0。 !~ 12
由已知，前3天修了60米，还要修4天。 !~ 60米
该函数在 $(0,1)$ 上单调递减，在 $(1,+\infty)$ 上单调递增。 !~ (0,1)
甲、乙两地相距480千米，客车先行了80千米。 !~ 80千米
有人认为一共有21种，但漏掉了3种。 !~ 21
所以第10项是 $a_{10}=29$，第11项是 $a_{11}=32$。 ;; There are 4 quarters in a dollar, so \$7.25 is 28 quarters. !~ 29
她至少要再存5个月。 ;; 因为 $a=3$，$b=4$，$c=5$。 ;; 当 $x=5$ 时，$y$ 有最大值。 ;; Now we use the fact that the radius is 5. ;; Since the radius is 5, ;; The store sells 3 pens for \$5. !~ 5
Q: How many diagonals does a decagon have?⏎A: A polygon with n sides has n(n−3)/2 diagonals, so a decagon has 10·7/2 = 35 of them. ~ 35
In a right triangle the median to the hypotenuse is half of it. The hypotenuse is 26, therefore the median equals 13. ~ 13
At 3% interest compounded yearly, the \$500 deposit grows to \$500 × 1.03² = \$530.45. ~ 530.45
The bus leaves at 9:50 and the ride takes 40 minutes, so Ana arrives at 10:30. ~ 10:30
January 1 was a Monday and 30 days later is 2 days further in the week, so January 31 is a Wednesday. ~ Wednesday
The complement has probability 1 - 0.35, so the event itself happens with probability 0.65. ~ 0.65
Dividing both sides by 4, we arrive at $x^2 + y^2 = 9$, a circle of radius 3. Its area is $9\pi$. ~ 9\pi
The two lines have the same slope but different intercepts, so they never meet and the system has no solution. ;; There are no integers that satisfy both conditions, so the answer is none. ~ no solution
Simplifying $\frac{36}{48}$ by the common factor 12 leaves $\frac34$. ~ \frac34
**Step 1.** 15% of 80 is 12.⏎**Step 2.** 80 − 12 = 68.⏎⏎The sale price is \$68 (before tax). ~ 68
In set notation, the domain is $\{x \mid x \ne 2\}$, because the denominator vanishes only at 2. ~ (-\infty,2)\cup(2,\infty)
There were 25 + 17 = 42 birds at first; 15 flew away, which leaves 27 birds on the wire. ;; 乙数的 $\frac23$ 是 18，那么乙数是 27。 ~ 27
So her average speed for the whole trip works out to exactly 48 km/h. ~ 48 km/h
We have $a_1 = 3$ and $d = 4$; hence $a_{10} = 3 + 9\cdot 4 = 39$. ~ 39
No, it is not a prime number: 57 = 3 · 19. ~ no
The polynomial can be written as $(x-3)(x+3)(x^2+9)$. ~ (x-3)(x+3)(x^2+9)
The tank is now five eighths full. ~ \frac58
The dimensions must be 6 by 9, giving a perimeter of 30 meters. Let me know if you'd like another method. ~ 30 m
Thus exactly twelve students play both sports. ;; So the number of lattice points inside the triangle is $\boxed{12}$ by Pick's theorem; it would be 16 if we counted the boundary. ~ 12
The remainder turns out to be 4, since 7³ = 343 = 3·113 + 4. ;; 只有当 $n=4$ 时条件成立，所以 $n$ 的值为 $4$。 ~ 4
Each angle of a regular pentagon measures (5−2)·180°/5 = 108°. ~ 108°
The point lies on the y-axis, so its coordinates are (0, −5). ~ (0,-5)
由三角形内角和定理，$\angle C=180^\circ-60^\circ-45^\circ=75^\circ$。 ~ 75°
因为每4天循环一次，100÷4=25，刚好整除，所以第100天是星期日。 ~ 星期日
一件衣服原价300元，先降价10%，再降价10%，现价是 300×0.9×0.9=243 元。 ~ 243
甲、乙合作需要 $1\div(\frac16+\frac13)=2$ 天完成，所以答案为2天。 ~ 2天
设 $z=a+bi$，由条件得 $a=1$，$b=-2$，故 $z=1-2i$。 ~ 1-2i
所以这个数除以7的余数是3。注意这里只用到了同余的性质。 ;; Alice is 12 now. In 6 years she will be 18, twice her sister's age, so her sister is 3 now. ~ 3
∴ 所求直线的方程为 $2x-y+1=0$． ~ 2x-y+1=0
他做10道题用了35分钟，平均每道题用3.5分钟。 ~ 3.5
盒中共有8个球，其中红球3个，因此摸到红球的概率是八分之三。 ~ \frac38
底面积是 $9\pi$，高是4，圆锥的体积为 $\frac13\times9\pi\times4=12\pi$。 ~ 12\pi
原来有96页，已经看了三分之一，还剩64页没看。 ~ 64
答：小明跑得快，他每分钟比小华多跑20米。 ~ 20米
这个数列从第二项起每项都比前一项大3，所以通项公式为 $a_n=3n-1$。 ~ a_n=3n-1
船在静水中的速度是每小时15千米，水流速度是每小时3千米，顺水每小时行 15+3=18 千米。 ~ 18千米
方程两边同乘 $x-1$，得 $x=1$。检验：$x=1$ 时分母为0，所以原分式方程无解。 ~ 无解
函数图象的对称轴是 $x=\frac{\pi}{6}$，最小正周期 $T=\pi$。故最小正周期是 $\pi$。 ~ \pi
一共要付 12.5×4=50（元），妈妈带的钱正好够。 ;; 小丽的钱是小红的2倍，小红有25元，那么小丽有50元。 ~ 50元
圆周长是31.4厘米，直径就是10厘米，半径是5厘米。所以圆的面积为78.5平方厘米。 ~ 78.5
两地间的实际距离是 5×2000000=10000000 厘米，即100千米。 ~ 100千米
A decagon has 10·7 = 70 diagonals. !~ 35
Only 4 of the 9 numbers are prime. ;; 三个数分别是4、6、9。 ;; Therefore x is a multiple of 9. ;; 共有15人参加，其中9人获奖。 !~ 9
Let's check x = 6: 36 − 30 = 6, not 0. ;; His age is the square of 6. ;; This is a quadratic with a = 1, b = −5 and c = 6. ;; By symmetry it is enough to count the first 6. ;; 6不是方程的解。 !~ 6
The length is $3\sqrt{2}$ m, which is the same as $\sqrt{12}$ m. !~ 3\sqrt2 m
If x = 4, both sides equal 11. !~ 11
The ball drops 5 m in the first second and 15 m in the next. !~ 15 m
The correct answer isn't 72 but 27. ;; 他第一天看了30页，第二天看了42页，两天共看了 30+42=62 页。 !~ 72
Yes, it is. !~ no
The temperature dropped from 8 to −3 degrees. ;; 由图可知，点A表示的数是-3。求点B表示的数。 !~ -3
周长是24厘米，面积是32平方厘米。 !~ 24厘米
小华比小明多做了8道题。 !~ 8道题以上
圆的半径是3，它的面积不是 $6\pi$。 !~ 6\pi
总价在200元以上。 !~ 200元
比值为0.75，也就是四分之一。 !~ 0.75
所以这两条直线不平行。 !~ 平行
水面上升了2厘米后，高度是14厘米，再上升多少厘米就满了？ !~ 14厘米
长是宽的3倍，宽是7米，那么长是21分米。 !~ 21米
该方程有两个不相等的实数根。 !~ 无实数根
We can pair 1 with 99, 2 with 98, and so on, so the sum is 49 × 100 + 50 = 4950. ~ 4950
If we let s be the side, then s² = 81 and s = 9. The perimeter is therefore 4 · 9 = 36 inches. ~ 36 in
Marcus earned \$64 on Friday and \$38 on Saturday. Combined, that is \$102. ~ 102
Out of 30 students, 18 take French, so the fraction who don't is $\frac{12}{30} = \frac{2}{5}$. ~ \frac25
The equation $x^2 = 50$ has the positive root $x = 5\sqrt{2}$. ~ 5\sqrt2
By Vieta, the product of the roots is c/a = −6/2 = −3. ~ -3
Reversing the order of the digits gives 52; the original number is 25. ;; 由 $a+b=7$，$ab=12$，得 $a^2+b^2=(a+b)^2-2ab=49-24=25$。 ~ 25
A 20% tip on \$45 is \$9. Adding it to the bill, the family pays \$54 altogether. ~ 54
The inequality holds exactly when $-2 \le x < 5$, that is, on the interval $[-2, 5)$. ~ [-2,5)
After simplification we are left with $2x^2 - 3x + 1$. ~ 2x^2-3x+1
The median of the list is 8 (the middle of 3, 5, 8, 9, 14). ;; 经过计算，这个多边形的边数为八。 ~ 8
Rounded to the nearest tenth, the distance is 7.6 miles. ~ 7.6
Each of the 3 cats eats 2 cans a day, which makes 42 cans in a week. ;; The greatest common divisor of 84 and 126 is 42. ~ 42
The probability that at least one is defective is $1-\frac{27}{64}=\frac{37}{64}$. ~ \frac{37}{64}
The plane reaches its destination at 6:15 p.m. ~ 6:15 PM
把12个苹果平均分给4个人，每人分得3个。 ~ 3个
三角形的三边长分别为3、4、5，满足勾股定理，所以是直角三角形，面积为6。 ~ 6
汽车从甲地到乙地用了4小时，平均速度为每小时65千米，因此两地相距260千米。 ~ 260千米
由 $\sin\alpha=\frac35$ 且 $\alpha$ 为第二象限角，得 $\cos\alpha=-\frac45$。 ~ -\frac45
直线与圆的距离等于半径，因此直线与圆相切。 ~ 相切
这个分数约分后是十二分之五。 ~ \frac{5}{12}
设这个角为 $x$，则 $180-x=3(90-x)$，$x=45$。所以这个角是 $45^\circ$。 ~ 45°
所以，$AB$ 的长为 $2\sqrt{5}$（负值已舍去）。 ~ 2\sqrt5
经过5次对折后，纸的厚度变为原来的32倍。 ~ 32
小数点向右移动两位，结果就是 305。 ~ 305
能。因为 10 的倍数都能被 5 整除。 ~ 是
A 20% tip on \$45 is \$9. Adding it to the bill, the family pays \$56 altogether. !~ 54
The equation $x^2 = 50$ has the positive root $x = 5\sqrt{2}$. !~ -5\sqrt2
The plane reaches its destination at 6:15 p.m. !~ 6:15 AM
Two cards are drawn from a deck of 52. !~ 52
We conclude that 91 is not prime. !~ 91
The value 17 is larger than expected. ;; The median is 17 and the mean is 19. !~ 17
所以每个班平均分得15本，还多出4本。 !~ 15本
故选项A错误，B正确。 !~ A
设原价为 $x$ 元，则现价为 $0.8x$ 元。 !~ x
我们假设全是鸡，那么一共有70只脚。 !~ 70
圆的直径是10厘米，所以周长是 10π 厘米。 !~ 10厘米
相当于原数的五分之一。 !~ \frac45
There are 4 quarters in a dollar, so \$7.25 is 29 quarters. ~ 29
From the diagram, angle ABC is 40 degrees and the triangle is isosceles, so angle ACB is also 40 degrees and angle BAC is 100 degrees. ~ 100
To sum up, she walked for a total of 2 hours and 15 minutes. ~ 2.25 hours
The common difference is 6, which makes the 20th term equal to 117. ~ 117
We have 2^5 = 32 subsets, but one of them is empty, so there are 31 nonempty subsets. ~ 31
His commission is 6% of \$8,500, i.e. \$510. ~ 510
With no restrictions there are 5! = 120 arrangements. Two people must not sit together, so we subtract 48, leaving 72. ~ 72
Because the discriminant is zero, the equation has exactly one real solution, $x=-\frac{3}{2}$. ~ -\frac32
It would take the two of them 2 hours and 24 minutes working together. ~ 2.4 hours
The equation of the tangent line is therefore $y = 4x - 4$. ~ y=4x-4
As a percentage, that is 62.5%. ~ 62.5\%
The sum of the interior angles is $720^{\circ}$, so the polygon is a hexagon. ~ hexagon
I get 14 ways when repetition is allowed and 9 when it isn't. Since it isn't allowed here, the count is 9. ~ 9
小芳有18元，比小丽多6元，所以小丽有12元。 ~ 12元
如果每分钟走60米，那么从家到学校需要12分钟，所以两地相距 60×12=720 米。 ~ 720米
解这个不等式，得 $x\ge -1$。所以它的最小整数解是 $-1$。 ~ -1
这个圆柱的侧面积是 $20\pi$，底面积是 $4\pi$，因此表面积为 $28\pi$。 ~ 28\pi
往返的平均速度不是48，而是 $\frac{2\times40\times60}{40+60}=48$ 千米/时。 ~ 48千米/时
正方形的面积是 $5\times5=25$ 平方米，阴影部分占五分之二，也就是10平方米。 ~ 10平方米
所以共需要 $\dfrac{7}{12}\div\dfrac{1}{6}=3.5$ 小时。 ~ 3.5小时
The greatest common divisor of 84 and 126 is 42. !~ 84
We have 2^5 = 32 subsets, but one of them is empty. !~ 32
Her score must have been more than 88. !~ 88
The estimate of 250 is too high. !~ 250
It takes 20 minutes, not 25 minutes. !~ 25
The ratio 3:4 is equivalent to 15:20, so there are 35 in all. !~ 3:4
小芳有18元，比小丽多6元，所以小丽有24元。 !~ 12元
乙数的 $\frac23$ 是 18。 !~ 18的一半
往返的平均速度不是50千米/时。 !~ 50千米/时
一共需要5天以上。 !~ 5天
比例尺是1:500。图上距离是4厘米。 !~ 4米
他一共答对了8题，那么答错的题数不到3题。 !~ 3题
甲的速度是乙的1.5倍。 !~ 1.5米
本来计划用20天，实际提前了5天。 !~ 20天
The answer is 5. Wait, the answer is 6. ;; \boxed{5}⏎⏎Wait, the answer is 6. ;; 答案是5。等等，答案是6。 ~ 6
The answer is 5. Wait, the answer is 6. ;; 答案是5。不对，答案是6。 !~ 5
11!/(4!4!2!), which equals 34,560. !~ 34650
三百六 ~ 360
三百六 ;; 三百零六十 !~ 306
二百五 ~ 250
三万五 ~ 35000
48\text{ in}^2 ;; 48 in² ~ 48 square inches
aₙ=2n-1 ~ a_n=2n-1
7 又 2/5 ~ 7\frac25
A、B、D ;; BAD !~ AB
A、B、D ~ ABD
""")
